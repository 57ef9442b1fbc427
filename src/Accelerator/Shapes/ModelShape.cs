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

    /// <summary>Whether the bottom MLP takes the embeddings themselves: it cannot begin before they are there.</summary>
    public bool BottomReadsEmbeddings { get; init; }

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

    /// <summary>
    /// The shape of a NeuMF, in the artefact's terms: the MLP tower is the bottom, the layer after both towers the top. The
    /// GMF tower's product adds nothing up and counts as no interaction.
    /// </summary>
    /// <param name="config">The network.</param>
    public static ModelShape Of(NeumfConfig config)
    {
        EmbeddingLookups[] towers = [new(config.MlpDim, 2), new(config.GmfDim, 2)];
        return new ModelShape
        {
            Name = config.Name,
            DenseFeatures = 0,
            Lookups = [.. towers.Where(lookups => lookups.Width > 0)],
            BottomMlp = config.Mlp,
            TopMlp = [config.HeadWidth, 1],
            ConcatenatedTopMlp = [config.HeadWidth, 1],
            BottomReadsEmbeddings = true,
            InteractionMacs = 0,
        };
    }

    /// <summary>The shape of a model of any family; a DLRM as for Criteo.</summary>
    public static ModelShape Of(IModelConfig config) => config switch
    {
        DlrmConfig dlrm => Of(dlrm),
        NeumfConfig neumf => Of(neumf),
        _ => throw new ArgumentException($"The accelerator model does not know the family \"{config.Family}\".", nameof(config)),
    };
}
