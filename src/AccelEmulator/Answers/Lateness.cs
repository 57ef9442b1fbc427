using RecPipe.Workloads.Statistics;

namespace RecPipe.AccelEmulator.Answers;

/// <summary>Keeps how late answers left since the start, or since it was last reset. Safe for concurrent use.</summary>
public sealed class Lateness
{
    private readonly TimeSpan _tolerance;
    private Run _run = new();

    internal Lateness(TimeSpan tolerance) => _tolerance = tolerance;

    public LatenessReport Report()
    {
        Run run = Volatile.Read(ref _run);
        LatencySummary summary = run.Late.Summarize();
        return new(summary.Count, Volatile.Read(ref run.Beyond), Volatile.Read(ref run.Failures), summary.P50, summary.P99, summary.Max, _tolerance);
    }

    /// <summary>Begins a new run, for example after a warm-up.</summary>
    public void Reset() => Volatile.Write(ref _run, new Run());

    /// <returns>Whether the answer was beyond the tolerance.</returns>
    internal bool Add(TimeSpan late)
    {
        Run run = Volatile.Read(ref _run);
        run.Late.Record(late);
        if (late <= _tolerance)
            return false;
        Interlocked.Increment(ref run.Beyond);
        return true;
    }

    /// <summary>The host failed a query that the modelled device would have answered in time.</summary>
    internal void Fail() => Interlocked.Increment(ref Volatile.Read(ref _run).Failures);

    private sealed class Run
    {
        public LatencyRecorder Late { get; } = new();

        public long Beyond;
        public long Failures;
    }
}
