namespace RecPipe.Models.Families;

/// <summary>A DLRM as its user writes it (configs/models/*.json). Naumov et al. 2019, arXiv:1906.00091.</summary>
public sealed record DlrmConfig
{
    public required string Name { get; init; }

    /// <summary>Always "dlrm".</summary>
    public required string Family { get; init; }

    /// <summary>Embedding width; equals the last width of <see cref="BottomMlp"/>.</summary>
    public required int EmbeddingDim { get; init; }

    /// <summary>Widths from the dense features to the embedding width, for example [13, 64, 4].</summary>
    public required IReadOnlyList<int> BottomMlp { get; init; }

    /// <summary>Widths after the interaction, for example [64, 1]; the first layer's input width follows from the interaction.</summary>
    public required IReadOnlyList<int> TopMlp { get; init; }

    public Interaction Interaction { get; init; } = Interaction.Dot;
}

/// <summary>How dense and sparse vectors meet.</summary>
public enum Interaction
{
    /// <summary>Dot products of all pairs of vectors, beside the dense vector.</summary>
    Dot,

    /// <summary>All vectors side by side.</summary>
    Cat,
}
