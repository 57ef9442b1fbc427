namespace RecPipe.Models.Families;

/// <summary>How dense and sparse vectors meet.</summary>
public enum Interaction
{
    /// <summary>Dot products of all pairs of vectors, beside the dense vector.</summary>
    Dot,

    /// <summary>All vectors side by side.</summary>
    Cat,
}
