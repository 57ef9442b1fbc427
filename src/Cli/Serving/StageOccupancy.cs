using System.Collections.Concurrent;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Serving;

/// <summary>What a stage's engines took in one run, queries that found an engine idle apart from those that had to wait. Any number of threads record.</summary>
internal sealed class StageOccupancy
{
    private readonly ConcurrentQueue<(double Idle, double Engine)> _woken = [];

    /// <summary>Of each query that found an engine idle: for how long none of them had finished anything; and from its coming, waking included, to the end. Milliseconds.</summary>
    public IReadOnlyCollection<(double Idle, double Engine)> Woken => _woken;

    /// <summary>On the engine, of queries that had to wait for one.</summary>
    public LatencyRecorder Warm { get; } = new();

    /// <summary>Time that queries kept an engine, waking included, mean.</summary>
    public double EngineMs => (_woken.Sum(query => query.Engine) + Warm.Count * Warm.Summarize().Mean.TotalMilliseconds) / Math.Max(1, _woken.Count + Warm.Count);

    public void RecordWoken(TimeSpan idle, TimeSpan engine) => _woken.Enqueue((idle.TotalMilliseconds, engine.TotalMilliseconds));
}
