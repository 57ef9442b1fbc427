using System.Diagnostics.Metrics;
using Grpc.Core;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;

namespace RecPipe.LoadGen.Telemetry;

/// <summary>What a load generator measures while a run is going, as docs/telemetry.md lists it. Warm-up is not counted.</summary>
internal sealed class LoadMetrics
{
    public const string MeterName = "RecPipe.LoadGen";

    private static readonly string[] s_statuses = [.. Enumerable.Range(0, (int)StatusCode.Unauthenticated + 1).Select(status => status == 0 ? "Ok" : ((StatusCode)status).ToString())];

    private readonly KeyValuePair<string, object?> _pipeline;
    private readonly Counter<long> _arrivals;
    private readonly Counter<long> _queries;
    private readonly Counter<long> _degraded;
    private readonly Histogram<double> _latency;
    private readonly Histogram<double> _lag;
    private Func<int> _inFlight = () => 0;
    private (Scenario Scenario, RunRecorder Recorder)? _judged;

    /// <param name="meters">The host's.</param>
    /// <param name="pipeline">The one asked.</param>
    public LoadMetrics(IMeterFactory meters, string pipeline)
    {
        _pipeline = new("pipeline", pipeline);
        Meter meter = meters.Create(MeterName);
        _arrivals = meter.CreateCounter<long>("recpipe.load.arrivals", "{query}", "Queries that arrived by the schedule.");
        _queries = meter.CreateCounter<long>("recpipe.load.queries", "{query}", "Queries that ended.");
        _degraded = meter.CreateCounter<long>("recpipe.load.degraded", "{query}", "Answers marked degraded.");
        _latency = meter.CreateHistogram<double>("recpipe.load.latency", "s", "From the intended arrival to the answer.");
        _lag = meter.CreateHistogram<double>("recpipe.load.lag", "s", "From the intended arrival to the send.");
        meter.CreateObservableGauge("recpipe.load.in_flight", () => new Measurement<int>(_inFlight(), _pipeline), "{query}", "Asked and not yet answered.");
        meter.CreateObservableGauge("recpipe.load.valid", Validity, description: "1 while the generator's lag is within the allowed share of the latency.");
        _arrivals.Add(0, _pipeline);
        _queries.Add(0, _pipeline, StatusTag(StatusCode.OK));
        _degraded.Add(0, _pipeline);
    }

    /// <summary>A run begins.</summary>
    /// <param name="scenario">How it is judged.</param>
    /// <param name="recorder">What it has measured so far.</param>
    /// <param name="inFlight">Queries asked and not yet answered.</param>
    public void Began(Scenario scenario, RunRecorder recorder, Func<int> inFlight) => (_judged, _inFlight) = ((scenario, recorder), inFlight);

    public void Arrived() => _arrivals.Add(1, _pipeline);

    public void Overflowed() => _queries.Add(1, _pipeline, new("status", "Overflow"));

    public void Sent(TimeSpan lag) => _lag.Record(lag.TotalSeconds, _pipeline);

    /// <summary>Nothing came before the run stopped waiting.</summary>
    public void Unanswered() => _queries.Add(1, _pipeline, StatusTag(StatusCode.DeadlineExceeded));

    public void Ended(in StepResult result, TimeSpan latency)
    {
        KeyValuePair<string, object?> status = StatusTag(result.Status);
        _queries.Add(1, _pipeline, status);
        _latency.Record(latency.TotalSeconds, _pipeline, status);
        if (result.Degraded)
            _degraded.Add(1, _pipeline);
    }

    private IEnumerable<Measurement<int>> Validity() => _judged is ({ } scenario, { Answered: > 0 } recorder)
        ? [new(RunValidity.Judge(scenario.JudgedLagShare, recorder.Latency.Summarize(), recorder.Lag.Summarize()).Valid ? 1 : 0, _pipeline)]
        : [];

    private static KeyValuePair<string, object?> StatusTag(StatusCode status) => new("status", s_statuses[Math.Clamp((int)status, 0, s_statuses.Length - 1)]);
}
