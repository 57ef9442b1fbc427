namespace RecPipe.Figures.Runs;

/// <summary>Which points a figure's lines go through.</summary>
internal static class PublishedFront
{
    private const double Step = 1e4;

    /// <summary>
    /// As the published plotting scripts choose: by rising tail, a point is kept when its other coordinate is above that of the
    /// last point kept and its tail in seconds, rounded to four decimals, is too. A design as good as the last but for the fifth
    /// decimal is lost, and with it all that it would have kept out.
    /// </summary>
    /// <param name="points">Whatever.</param>
    /// <param name="tailMs">Milliseconds.</param>
    /// <param name="value">More is better.</param>
    public static IReadOnlyList<T> Rounded<T>(IEnumerable<T> points, Func<T, double> tailMs, Func<T, double> value)
    {
        List<T> kept = [];
        foreach (T point in points.OrderBy(tailMs).ThenBy(value))
        {
            if (kept.Count == 0 || (value(point) > value(kept[^1]) && Tick(tailMs(point)) > Tick(tailMs(kept[^1]))))
                kept.Add(point);
        }
        return kept;
    }

    /// <summary>Points that no other beats in both.</summary>
    /// <inheritdoc cref="Rounded"/>
    public static IReadOnlyList<T> Exact<T>(IEnumerable<T> points, Func<T, double> tailMs, Func<T, double> value)
    {
        List<T> kept = [];
        foreach (T point in points.OrderBy(tailMs).ThenByDescending(value))
        {
            if (kept.Count == 0 || value(point) > value(kept[^1]))
                kept.Add(point);
        }
        return kept;
    }

    private static double Tick(double tailMs) => Math.Round(tailMs / 1000 * Step);
}
