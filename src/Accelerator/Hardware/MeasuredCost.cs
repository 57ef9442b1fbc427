namespace RecPipe.Accelerator.Hardware;

/// <summary>What something besides ranking takes, by the candidates it is done for.</summary>
/// <param name="Items">Candidates.</param>
/// <param name="Milliseconds">That a query is longer under way, on an idle machine.</param>
/// <param name="CpuMilliseconds">Processor time it takes, of all threads, whether the query waits for them or not.</param>
public readonly record struct MeasuredCost(int Items, double Milliseconds, double CpuMilliseconds)
{
    /// <summary>Linear between points; beyond them as the nearest one.</summary>
    internal static MeasuredCost Of(IReadOnlyList<MeasuredCost> points, int items)
    {
        int after = 0;
        while (after < points.Count && points[after].Items < items)
            after++;
        if (after == 0 || after == points.Count)
            return points[Math.Min(after, points.Count - 1)] with { Items = items };
        (MeasuredCost low, MeasuredCost high) = (points[after - 1], points[after]);
        double share = (double)(items - low.Items) / (high.Items - low.Items);
        return new(items, low.Milliseconds + share * (high.Milliseconds - low.Milliseconds), low.CpuMilliseconds + share * (high.CpuMilliseconds - low.CpuMilliseconds));
    }
}
