namespace RecPipe.Cli.Profile;

/// <summary>How single times differ from their mean, in few numbers.</summary>
internal static class Quantiles
{
    /// <summary>Each stands for 2 % of the times.</summary>
    public const int Count = 50;

    /// <summary>Means of equal slices of the sorted times, over the mean of all: their mean is 1, and the rare long ones keep their weight.</summary>
    /// <param name="times">At least one, in any order.</param>
    public static double[] Of(IReadOnlyList<double> times)
    {
        double[] sorted = [.. times.Order()];
        int slices = Math.Min(Count, sorted.Length);
        double[] means = [.. Enumerable.Range(0, slices).Select(slice => Mean(sorted, slice, slices))];
        double mean = means.Average();
        return [.. means.Select(value => Math.Round(value / mean, 4))];
    }

    private static double Mean(double[] sorted, int slice, int slices)
    {
        int from = (int)((long)sorted.Length * slice / slices), to = (int)((long)sorted.Length * (slice + 1) / slices);
        return sorted.AsSpan(from, to - from).ToArray().Average();
    }
}
