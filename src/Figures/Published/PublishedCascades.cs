namespace RecPipe.Figures.Published;

/// <summary>A cascade of the published experiments.</summary>
/// <param name="Models">One a stage.</param>
/// <param name="Items">Candidates that reach each stage.</param>
/// <param name="QualityPercent">NDCG@64 as published, mean over its runs.</param>
internal sealed record PublishedCascade(IReadOnlyList<string> Models, IReadOnlyList<int> Items, double QualityPercent)
{
    /// <summary>The quality that the published comparisons at equal quality ask for, percent: a cascade whose first stage sees all 4096 candidates and whose last is rm-large has it.</summary>
    public const double EqualQuality = 92.39;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishedCascade> All { get; } =
        [.. PublishedFigure.LoadFile("cascades").Rows.Select(row => new PublishedCascade(row.Texts("models"), row.Numbers("items"), row.Number("ndcg64Percent")))];

    /// <summary>"rm-small@4096 > rm-large@512".</summary>
    public override string ToString() => string.Join(" > ", Models.Zip(Items, (model, items) => $"{model}@{items}"));
}
