using System.Reflection;
using Grpc.Core;
using RecPipe.LoadGen.Scenarios;
using RecPipe.LoadGen.Telemetry;
using RecPipe.Reporting;
using RecPipe.Workloads.Statistics;

namespace RecPipe.LoadGen.Engine;

/// <summary>What happened to the measured queries of one run. Any number of threads record.</summary>
internal sealed class RunRecorder
{
    /// <summary>Of sums of NDCGs and hit rates, which are kept in whole numbers.</summary>
    public const double QualityScale = 1e9;

    private readonly long[] _statuses = new long[(int)StatusCode.Unauthenticated + 1];
    private readonly TimeProvider _time;
    private readonly Timeline _timeline;
    private readonly LoadMetrics? _metrics;
    private long _arrivals, _overflow, _degraded, _inWindow, _judged, _ndcgSum, _hitSum;

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

    private LatencyRecorder FailedLatency { get; } = new();

    public LatencyRecorder Lag { get; } = new();

    public long Answered => _statuses[(int)StatusCode.OK];

    public void Arrived()
    {
        Interlocked.Increment(ref _arrivals);
        _metrics?.Arrived();
    }

    public void Overflowed(long intended)
    {
        Interlocked.Increment(ref _overflow);
        _timeline.Failed(_time.GetElapsedTime(Start, intended));
        _metrics?.Overflowed();
    }

    public void Sent(long intended, long sent)
    {
        TimeSpan lag = _time.GetElapsedTime(intended, sent);
        Lag.Record(lag);
        _metrics?.Sent(lag);
    }

    public void Unanswered(long intended)
    {
        Interlocked.Increment(ref _statuses[(int)StatusCode.DeadlineExceeded]);
        _timeline.Failed(_time.GetElapsedTime(Start, intended));
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
        if (ok)
            _timeline.Answered(_time.GetElapsedTime(Start, intended), latency);
        else
            _timeline.Failed(_time.GetElapsedTime(Start, intended));
        _metrics?.Ended(result, latency);
        if (!ok)
            return;
        if (result.Degraded)
            Interlocked.Increment(ref _degraded);
        if (result.Quality is { } quality)
        {
            Interlocked.Increment(ref _judged);
            Interlocked.Add(ref _ndcgSum, (long)Math.Round(quality.Ndcg * QualityScale)); // a sum of integers is the same in any order
            Interlocked.Add(ref _hitSum, (long)Math.Round(quality.HitRate * QualityScale));
        }
    }

    /// <summary>Everything recorded, once the run is over.</summary>
    public RunMeasurement Measurement(Scenario scenario, DateTimeOffset started, bool interrupted, double cores, string engine, string latencyFrom) => new()
    {
        Settings = new()
        {
            Target = scenario.Target,
            Engine = engine,
            LatencyFrom = latencyFrom,
            Workload = scenario.Workload,
            StartAt = scenario.StartAt,
            QualityK = scenario.QualityK,
            MaxLagShare = scenario.JudgedLagShare,
            Version = typeof(RunRecorder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        },
        Part = scenario.Part,
        Started = started,
        Measured = _time.GetElapsedTime(Start, End),
        Interrupted = interrupted,
        Arrivals = _arrivals,
        Answered = Answered,
        AnsweredInWindow = _inWindow,
        Degraded = _degraded,
        Errors = Errors(),
        Judged = _judged,
        NdcgSum = _ndcgSum,
        HitSum = _hitSum,
        Latency = Latency,
        FailedLatency = FailedLatency,
        Lag = Lag,
        Interval = _timeline.Interval,
        Timeline = _timeline.Intervals(),
        ProcessCores = cores,
        Machine = MachineDescription.Current(),
    };

    private Dictionary<string, long> Errors()
    {
        Dictionary<string, long> errors = [];
        for (int status = 0; status < _statuses.Length; status++)
        {
            if (status != (int)StatusCode.OK && _statuses[status] > 0)
                errors[((StatusCode)status).ToString()] = _statuses[status];
        }
        if (_overflow > 0)
            errors["Overflow"] = _overflow;
        return errors;
    }
}
