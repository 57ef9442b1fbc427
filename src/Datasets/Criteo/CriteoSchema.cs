namespace RecPipe.Datasets.Criteo;

/// <summary>The columns of the Criteo click logs: a label, 13 integers (I1 to I13) and 26 hashed categories (C1 to C26).</summary>
public static class CriteoSchema
{
    public const int DenseWidth = 13;
    public const int SparseWidth = 26;

    /// <summary>I1 to I13.</summary>
    public static IReadOnlyList<string> DenseNames { get; } = [.. Enumerable.Range(1, DenseWidth).Select(i => $"I{i}")];

    /// <summary>C1 to C26.</summary>
    public static IReadOnlyList<string> SparseNames { get; } = [.. Enumerable.Range(1, SparseWidth).Select(i => $"C{i}")];
}
