using Grpc.Core;
using RecPipe.LoadGen.Scenarios;
using RecPipe.LoadGen.Telemetry;
using RecPipe.Workloads.Statistics;

namespace RecPipe.LoadGen.Engine;

/// <summary>What happened to the measured queries of one run. Any number of threads record.</summary>
internal sealed class RunRecorder
{
    private const double QualityScale = 1e9;
    private readonly long[] _statuses = new long[(int)StatusCode.Unauthenticated + 1];
    private readonly TimeProvider _time;
    private readonly Timeline _timeline;
    private readonly LoadMetrics? _metrics;
    private long _arrivals, _overflow, _degraded, _inWindow, _judged, _qualitySum;

    /// <param name="time">The run's clock.</param>
    /// <param name="start">Timestamp where measuring starts.</param>
    /// <param name="length">How long it measures.</param>
    /// <param name="metrics">Told of everything as it happens; null for nobody.</param>
    public RunRecorder(TimeProvider time, long start, TimeSpan length, LoadMetrics? metrics)
    {
        _time = time;
        _metrics = metrics;
        Start = start;
        End = start + (long)(length.TotalSeconds * time.TimestampFrequency);
        _timeline = new(length);
    }

    public long Start { get; }

    /// <summary>Timestamp where measuring ends; earlier when the run was interrupted.</summary>
    public long End { get; set; }

    public LatencyRecorder Latency { get; } = new();

    public LatencyRecorder FailedLatency { get; } = new();

    public LatencyRecorder Lag { get; } = new();

    public Timeline Timeline => _timeline;

    public long Arrivals => _arrivals;

    public long Answered => _statuses[(int)StatusCode.OK];

    public long Overflow => _overflow;

    public long Degraded => _degraded;

    /// <summary>Answers that came while measuring, whenever they were asked: what throughput counts.</summary>
    public long AnsweredInWindow => _inWindow;

    /// <summary>Queries with a defined quality.</summary>
    public long Judged => _judged;

    public double MeanNdcg => _judged == 0 ? double.NaN : _qualitySum / QualityScale / _judged;

    /// <summary>Failed queries by status.</summary>
    public IEnumerable<(StatusCode Status, long Count)> Errors =>
        _statuses.Select((count, status) => ((StatusCode)status, count)).Where(e => e.Item1 != StatusCode.OK && e.count > 0);

    public void Arrived()
    {
        Interlocked.Increment(ref _arrivals);
        _metrics?.Arrived();
    }

    public void Overflowed()
    {
        Interlocked.Increment(ref _overflow);
        _metrics?.Overflowed();
    }

    public void Sent(long intended, long sent)
    {
        TimeSpan lag = _time.GetElapsedTime(intended, sent);
        Lag.Record(lag);
        _metrics?.Sent(lag);
    }

    public void Unanswered()
    {
        Interlocked.Increment(ref _statuses[(int)StatusCode.DeadlineExceeded]);
        _metrics?.Unanswered();
    }

    public void Ended(bool measured, long intended, long answered, in StepResult result)
    {
        bool ok = result.Status == StatusCode.OK;
        if (ok && answered >= Start && answered < End)
            Interlocked.Increment(ref _inWindow);
        if (!measured)
            return;
        TimeSpan latency = _time.GetElapsedTime(intended, answered);
        Interlocked.Increment(ref _statuses[Math.Clamp((int)result.Status, 0, _statuses.Length - 1)]);
        (ok ? Latency : FailedLatency).Record(latency);
        _timeline.Record(_time.GetElapsedTime(Start, intended), latency, ok);
        _metrics?.Ended(result, latency);
        if (!ok)
            return;
        if (result.Degraded)
            Interlocked.Increment(ref _degraded);
        if (!double.IsNaN(result.Ndcg))
        {
            Interlocked.Increment(ref _judged);
            Interlocked.Add(ref _qualitySum, (long)Math.Round(result.Ndcg * QualityScale)); // a sum of integers is the same in any order
        }
    }
}
