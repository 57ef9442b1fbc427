namespace RecPipe.Models.Families;

/// <summary>What a DLRM costs to score one candidate, and to keep.</summary>
/// <param name="LayerMacs">Multiply-accumulates of all fully connected layers, the first top layer with the interaction's width.</param>
/// <param name="InteractionMacs">Multiply-accumulates of the dot products, each pair of vectors once; 0 for cat.</param>
/// <param name="MacsAsPlotted">As Figure 2 of the paper plots them: the published count leaves out the first top layer and the interaction.</param>
/// <param name="LayerBytes">Of the fully connected layers' weights and biases, float32.</param>
/// <param name="TableBytes">Of the embedding tables, float32.</param>
/// <param name="RowBytes">Of the embedding rows one candidate reads.</param>
public sealed record DlrmCost(long LayerMacs, long InteractionMacs, long MacsAsPlotted, long LayerBytes, long TableBytes, long RowBytes)
{
    /// <summary>Multiply-accumulates a candidate.</summary>
    public long Macs => LayerMacs + InteractionMacs;

    /// <summary>Bytes of all parameters.</summary>
    public long Bytes => LayerBytes + TableBytes;

    /// <param name="config">The network.</param>
    /// <param name="tableRows">Rows of each embedding table.</param>
    public static DlrmCost Of(DlrmConfig config, IReadOnlyList<int> tableRows)
    {
        int tables = tableRows.Count;
        (int, int)[] bottom = Layers(config.BottomMlp), top = Layers([config.InteractionWidth(tables), .. config.TopMlp]);
        long layerMacs = MacsOf(bottom) + MacsOf(top);
        return new(
            layerMacs,
            config.Interaction == Interaction.Dot ? (long)tables * (tables + 1) / 2 * config.EmbeddingDim : 0,
            MacsOf(bottom) + MacsOf(top[1..]),
            sizeof(float) * (layerMacs + bottom.Concat(top).Sum(layer => (long)layer.Item2)),
            sizeof(float) * tableRows.Sum(rows => (long)rows) * config.EmbeddingDim,
            sizeof(float) * (long)tables * config.EmbeddingDim);
    }

    private static (int Inputs, int Outputs)[] Layers(IReadOnlyList<int> widths) => [.. widths.Zip(widths.Skip(1))];

    private static long MacsOf((int Inputs, int Outputs)[] layers) => layers.Sum(layer => (long)layer.Inputs * layer.Outputs);
}
