using System.Diagnostics;
using System.Diagnostics.Metrics;
using RecPipe.Gateway.Pipelines;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Telemetry;

/// <summary>The gateway's metrics. Labels are names from its configuration and statuses, so their number is bounded.</summary>
internal sealed class GatewayMetrics
{
    public const string MeterName = "RecPipe.Gateway";

    /// <summary>Label of queries that name no pipeline served here.</summary>
    public const string UnknownPipeline = "unknown";

    private static readonly string[] s_statuses = Enum.GetNames<StageStatus>();

    private readonly Counter<long> _queries;
    private readonly Counter<long> _degraded;
    private readonly UpDownCounter<long> _inFlight;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _deadlineLeft;
    private readonly Histogram<double> _stageDuration;
    private readonly Histogram<double> _stageQueue;
    private readonly Histogram<double> _stageCompute;
    private readonly Histogram<double> _stageNetwork;
    private readonly Counter<long> _candidatesIn;
    private readonly Counter<long> _candidatesOut;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _hedges;

    public GatewayMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _queries = meter.CreateCounter<long>("recpipe.gateway.queries", "{query}", "Queries answered, by status.");
        _degraded = meter.CreateCounter<long>("recpipe.gateway.degraded", "{query}", "Queries answered from an earlier stage, by the stage that failed.");
        _inFlight = meter.CreateUpDownCounter<long>("recpipe.gateway.in_flight", "{query}", "Queries being answered.");
        _duration = meter.CreateHistogram<double>("recpipe.gateway.duration", "s", "Time in the gateway.");
        _deadlineLeft = meter.CreateHistogram<double>("recpipe.gateway.deadline.left", "s", "Time left of the deadline when the answer was ready.");
        _stageDuration = meter.CreateHistogram<double>("recpipe.gateway.stage.duration", "s", "Time of a stage, all its calls together.");
        _stageQueue = meter.CreateHistogram<double>("recpipe.gateway.stage.queue", "s", "Time waiting for an engine.");
        _stageCompute = meter.CreateHistogram<double>("recpipe.gateway.stage.compute", "s", "Time on engines.");
        _stageNetwork = meter.CreateHistogram<double>("recpipe.gateway.stage.network", "s", "Stage time less queue and compute.");
        _candidatesIn = meter.CreateCounter<long>("recpipe.gateway.stage.candidates.in", "{candidate}", "Candidates given to a stage.");
        _candidatesOut = meter.CreateCounter<long>("recpipe.gateway.stage.candidates.out", "{candidate}", "Candidates a stage kept.");
        _attempts = meter.CreateCounter<long>("recpipe.gateway.stage.attempts", "{call}", "Calls to workers.");
        _retries = meter.CreateCounter<long>("recpipe.gateway.stage.retries", "{call}", "Calls that repeat a failed one on another worker.");
        _hedges = meter.CreateCounter<long>("recpipe.gateway.stage.hedges", "{call}", "Calls to a second worker because the first was slow.");
    }

    public void QueryStarted(PipelineModel pipeline) => _inFlight.Add(1, PipelineTag(pipeline.Name));

    public void QueryEnded(PipelineModel pipeline, RankedList list, TimeSpan deadlineLeft)
    {
        KeyValuePair<string, object?> name = PipelineTag(pipeline.Name);
        _inFlight.Add(-1, name);
        _queries.Add(1, name, StatusTag(list.Status));
        _duration.Record(list.Total.TotalSeconds, name);
        _deadlineLeft.Record(Math.Max(0, deadlineLeft.TotalSeconds), name);
        if (list.Degraded)
            _degraded.Add(1, name, StageTag(list.Stages[^1].Stage));
    }

    public void QueryRefused(string pipeline, StageStatus status) => _queries.Add(1, PipelineTag(pipeline), StatusTag(status));

    public void StageEnded(PipelineModel pipeline, StageModel stage, StageTrace trace, TimeSpan took)
    {
        TagList tags = new(PipelineTag(pipeline.Name), StageTag(stage.Name));
        _candidatesIn.Add(trace.CandidatesIn, tags);
        _candidatesOut.Add(trace.CandidatesOut, tags);
        _attempts.Add(trace.Attempts, tags);
        if (trace.Attempts > 1)
            (stage.Config.HedgeAfter is null ? _retries : _hedges).Add(trace.Attempts - 1, tags);
        if (trace.Status == StageStatus.Ok)
        {
            _stageQueue.Record(trace.Queue.TotalSeconds, tags);
            _stageCompute.Record(trace.Compute.TotalSeconds, tags);
            _stageNetwork.Record(trace.Network.TotalSeconds, tags);
        }
        tags.Add(StatusTag(trace.Status));
        _stageDuration.Record(took.TotalSeconds, tags);
    }

    private static KeyValuePair<string, object?> PipelineTag(string name) => new("recpipe.pipeline", name);

    private static KeyValuePair<string, object?> StageTag(string name) => new("recpipe.stage", name);

    private static KeyValuePair<string, object?> StatusTag(StageStatus status) => new("recpipe.status", s_statuses[(int)status]);
}
