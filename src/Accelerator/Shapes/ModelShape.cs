using RecPipe.Models.Families;

namespace RecPipe.Accelerator.Shapes;

/// <summary>What an accelerator sees of a ranking model: sizes, no weights.</summary>
public sealed record ModelShape
{
    /// <summary>Tables of the Criteo data set, the one every DLRM of the paper is for.</summary>
    public const int CriteoTables = 26;

    public required string Name { get; init; }

    /// <summary>Dense features an item brings from the host.</summary>
    public required int DenseFeatures { get; init; }

    /// <summary>Rows gathered an item; more than one entry where widths differ.</summary>
    public required IReadOnlyList<EmbeddingLookups> Lookups { get; init; }

    /// <summary>All widths, input first, for example [13, 64, 4].</summary>
    public required IReadOnlyList<int> BottomMlp { get; init; }

    /// <summary>All widths, input first, as the network has them: a dot interaction of 27 vectors of 4 hands over 355.</summary>
    public required IReadOnlyList<int> TopMlp { get; init; }

    /// <summary>All widths as the published timing model has them: it concatenates, so 27 vectors of 4 hand over 108.</summary>
    public required IReadOnlyList<int> ConcatenatedTopMlp { get; init; }

    /// <summary>Multiply-accumulates of the interaction, an item.</summary>
    public required long InteractionMacs { get; init; }

    /// <summary>Embedding rows an item.</summary>
    public int LookupCount => Lookups.Sum(lookups => lookups.Count);

    /// <summary>Bytes of the embedding rows an item reads.</summary>
    public long RowBytes => 4 * Lookups.Sum(lookups => (long)lookups.Width * lookups.Count);

    /// <summary>Weights of the fully connected layers, 4 bytes each; biases are not counted.</summary>
    public long WeightBytes => 4 * LayerShape.Between(BottomMlp).Concat(LayerShape.Between(TopMlp)).Sum(layer => layer.Macs);

    /// <summary>The shape of a DLRM.</summary>
    /// <param name="config">The network.</param>
    /// <param name="tables">Embedding tables; each is read once an item.</param>
    public static ModelShape Of(DlrmConfig config, int tables = CriteoTables)
    {
        int vectors = tables + 1;
        bool dot = config.Interaction == Interaction.Dot;
        return new ModelShape
        {
            Name = config.Name,
            DenseFeatures = config.DenseWidth,
            Lookups = [new EmbeddingLookups(config.EmbeddingDim, tables)],
            BottomMlp = config.BottomMlp,
            TopMlp = [config.InteractionWidth(tables), .. config.TopMlp],
            ConcatenatedTopMlp = [vectors * config.EmbeddingDim, .. config.TopMlp],
            InteractionMacs = dot ? (long)vectors * vectors * config.EmbeddingDim : 0,
        };
    }
}
