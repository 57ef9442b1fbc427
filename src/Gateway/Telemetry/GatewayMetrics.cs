using System.Diagnostics.Metrics;
using RecPipe.Gateway.Pipelines;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Telemetry;

/// <summary>
/// The gateway's metrics, as docs/telemetry.md lists them. Labels are names from its configuration and statuses, so their
/// number is bounded.
/// </summary>
internal sealed class GatewayMetrics
{
    public const string MeterName = "RecPipe.Gateway";

    /// <summary>Label of queries that name no pipeline served here.</summary>
    public const string UnknownPipeline = "unknown";

    private static readonly string[] s_statuses = Enum.GetNames<StageStatus>();

    private readonly Counter<long> _queries;
    private readonly Counter<long> _degraded;
    private readonly Counter<long> _shed;
    private readonly UpDownCounter<long> _inFlight;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _deadlineLeft;
    private readonly ObjectiveMetrics _objectives;
    private readonly StageMetrics _stages;
    private IReadOnlyList<PipelineModel> _pipelines = [];

    public GatewayMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _queries = meter.CreateCounter<long>("recpipe.gateway.queries", "{query}", "Queries answered or refused.");
        _degraded = meter.CreateCounter<long>("recpipe.gateway.degraded", "{query}", "Queries answered from an earlier stage, by the stage that failed.");
        _shed = meter.CreateCounter<long>("recpipe.gateway.shed", "{query}", "Queries for which no worker of a stage had room.");
        _inFlight = meter.CreateUpDownCounter<long>("recpipe.gateway.in_flight", "{query}", "Queries being answered.");
        _duration = meter.CreateHistogram<double>("recpipe.gateway.duration", "s", "Time in the gateway.");
        _deadlineLeft = meter.CreateHistogram<double>("recpipe.gateway.deadline_left", "s", "Left of the query's deadline when its answer was ready.");
        _objectives = new(meter, () => _pipelines);
        _stages = new(meter, () => _pipelines);
    }

    /// <summary>Makes every series of these pipelines, so that their first event is a rise and not a beginning.</summary>
    public void Serving(IReadOnlyList<PipelineModel> pipelines)
    {
        _pipelines = pipelines;
        foreach (PipelineModel pipeline in pipelines)
        {
            KeyValuePair<string, object?> name = PipelineTag(pipeline.Name);
            foreach (StageStatus status in Enum.GetValues<StageStatus>())
                _queries.Add(0, name, StatusTag(status));
            _inFlight.Add(0, name);
            _objectives.Serving(pipeline);
            foreach (StageModel stage in pipeline.Stages)
            {
                _degraded.Add(0, name, StageTag(stage.Name));
                _shed.Add(0, name, StageTag(stage.Name));
                _stages.Serving(pipeline, stage);
            }
        }
    }

    public void QueryStarted(PipelineModel pipeline) => _inFlight.Add(1, PipelineTag(pipeline.Name));

    public void QueryEnded(PipelineModel pipeline, RankedList list, TimeSpan deadlineLeft)
    {
        KeyValuePair<string, object?> name = PipelineTag(pipeline.Name);
        _inFlight.Add(-1, name);
        _queries.Add(1, name, StatusTag(list.Status));
        _duration.Record(list.Total.TotalSeconds, name, StatusTag(list.Status));
        _deadlineLeft.Record(Math.Max(0, deadlineLeft.TotalSeconds), name);
        _objectives.QueryEnded(pipeline, list);
        if (list.Degraded)
            _degraded.Add(1, name, StageTag(list.Stages[^1].Stage));
        if (list.Stages is [.., { Status: StageStatus.ResourceExhausted } full])
            _shed.Add(1, name, StageTag(full.Stage));
    }

    public void QueryRefused(string pipeline, StageStatus status) => _queries.Add(1, PipelineTag(pipeline), StatusTag(status));

    /// <param name="pipeline">It is part of.</param>
    /// <param name="stage">Which.</param>
    /// <param name="trace">How it went.</param>
    /// <param name="hedges">Calls among its attempts that did not wait for the one before.</param>
    /// <param name="took">All its calls together.</param>
    /// <param name="deadlineLeft">Of the query, when the stage began.</param>
    public void StageEnded(PipelineModel pipeline, StageModel stage, StageTrace trace, int hedges, TimeSpan took, TimeSpan deadlineLeft) =>
        _stages.Ended(pipeline, stage, trace, hedges, took, deadlineLeft);

    /// <inheritdoc cref="OrderAgreement"/>
    public void StageAgreed(PipelineModel pipeline, StageModel stage, double agreement) => _stages.Agreed(pipeline, stage, agreement);

    internal static KeyValuePair<string, object?> PipelineTag(string name) => new("pipeline", name);

    internal static KeyValuePair<string, object?> StageTag(string name) => new("stage", name);

    internal static KeyValuePair<string, object?> StatusTag(StageStatus status) => new("status", s_statuses[(int)status]);
}
