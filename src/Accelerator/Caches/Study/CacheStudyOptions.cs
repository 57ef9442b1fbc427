using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Caches.Study;

/// <summary>
/// A study of how to split on-chip memory between the embedding caches of two stages. The defaults are those of the paper's
/// Figure 10c as the published artefact runs it: 5 filter ratios, 7 capacities, 21 splits.
/// </summary>
public sealed record CacheStudyOptions
{
    private const string File = "accel cache-study";

    /// <summary>Embedding rows read by the first stage, not counting the copies.</summary>
    public long Lookups { get; init; } = 10_000_000;

    /// <summary>Of the trace and of the survivors.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Shares of the candidates that reach the second stage, each in (0, 1].</summary>
    public IReadOnlyList<double> FilterRatios { get; init; } = [0.25, 0.2, 0.125, 0.1, 0.0625];

    /// <summary>Bytes of both caches together.</summary>
    public IReadOnlyList<long> Capacities { get; init; } = [.. new long[] { 1, 2, 4, 6, 8, 12, 16 }.Select(mebibytes => mebibytes << 20)];

    /// <summary>Shares of the capacity given to the first stage, each in [0, 1].</summary>
    public IReadOnlyList<double> Splits { get; init; } =
        [0, 0.01, 0.03, 0.05, 0.07, 0.09, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.91, 0.93, 0.95, 0.97, 0.99, 1];

    /// <summary>Bytes of a cache line; it holds one row, however short.</summary>
    public int LineBytes { get; init; } = 128;

    /// <summary>Copies of each table, with rows of their own, that are read one after the other.</summary>
    public int TableCopies { get; init; } = 4;

    /// <summary>Bytes of a row of the first stage's model (RM-small: 4 floats).</summary>
    public int RowBytes1 { get; init; } = 16;

    /// <summary>Bytes of a row of the second stage's model (RM-large: 32 floats).</summary>
    public int RowBytes2 { get; init; } = 128;

    /// <summary>Candidates of a query; the look-ahead caches know one query's accesses ahead.</summary>
    public int Candidates { get; init; } = 4096;

    /// <summary>Threads.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Rows that fit a share of a capacity, computed as the artefact does (truncated).</summary>
    public int Entries(long capacity, double share) => (int)(capacity * share / LineBytes);

    /// <exception cref="ConfigException">An option is out of range; all of them are listed.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        long fewest = (long)CriteoAccessTrace.TableRows.Count * Candidates, most = 1L << 28;
        if (Lookups < fewest || Lookups > most)
            problems.Add(new(File, "--lookups", $"{Lookups:N0} lookups.", $"Give between {fewest:N0} (one query) and {most:N0}."));
        if (FilterRatios.Count == 0 || FilterRatios.Any(ratio => !(ratio * Candidates >= 1 && ratio <= 1)))
            problems.Add(new(File, "filterRatios", "A ratio is out of range.", "Each keeps at least one candidate and at most all."));
        if (Capacities.Count == 0 || Capacities.Any(capacity => capacity < 0 || capacity / LineBytes > int.MaxValue))
            problems.Add(new(File, "capacities", "A capacity is out of range.", "Each is at least 0 bytes."));
        if (Splits.Count == 0 || Splits.Any(split => !(split >= 0 && split <= 1)))
            problems.Add(new(File, "splits", "A split is out of range.", "Each is between 0 and 1."));
        ConfigException.ThrowIfAny(problems);
    }
}
