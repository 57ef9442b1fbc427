namespace RecPipe.Figures.Runs;

/// <summary>How stages share the engines of one server.</summary>
internal static class EngineShares
{
    /// <summary>All engines, one to each stage and each further one to the stage that is busiest by then: no other split has a less busy busiest stage.</summary>
    /// <param name="work">Time that a query takes an engine of each stage.</param>
    /// <param name="engines">To hand out, at least one a stage.</param>
    public static int[] Balanced(IReadOnlyList<double> work, int engines)
    {
        if (work.Count == 0)
            return [];
        int[] shares = [.. work.Select(_ => 1)];
        for (int left = engines - shares.Length; left > 0; left--)
            shares[Enumerable.Range(0, shares.Length).MaxBy(stage => work[stage] / shares[stage])]++;
        return shares;
    }
}
