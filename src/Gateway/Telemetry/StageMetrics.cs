using System.Diagnostics;
using System.Diagnostics.Metrics;
using RecPipe.Gateway.Pipelines;
using RecPipe.Gateway.Workers;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Telemetry;

/// <summary>The part of the gateway's metrics that is told apart by stage.</summary>
internal sealed class StageMetrics
{
    private readonly Func<IReadOnlyList<PipelineModel>> _pipelines;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _compute;
    private readonly Histogram<double> _network;
    private readonly Histogram<double> _deadlineLeft;
    private readonly Histogram<double> _agreement;
    private readonly Counter<long> _candidatesIn;
    private readonly Counter<long> _candidatesOut;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _hedges;

    /// <param name="meter">The gateway's.</param>
    /// <param name="pipelines">What is served now.</param>
    public StageMetrics(Meter meter, Func<IReadOnlyList<PipelineModel>> pipelines)
    {
        _pipelines = pipelines;
        _requests = meter.CreateCounter<long>("recpipe.gateway.stage.requests", "{request}", "Stages run.");
        _duration = meter.CreateHistogram<double>("recpipe.gateway.stage.duration", "s", "Time of a stage, all its calls together.");
        _queue = meter.CreateHistogram<double>("recpipe.gateway.stage.queue_time", "s", "Time waiting for an engine.");
        _compute = meter.CreateHistogram<double>("recpipe.gateway.stage.compute_time", "s", "Time on engines.");
        _network = meter.CreateHistogram<double>("recpipe.gateway.stage.network_time", "s", "Stage time less queue and compute.");
        _deadlineLeft = meter.CreateHistogram<double>("recpipe.gateway.stage.deadline_left", "s", "Left of the query's deadline when the stage began.");
        _agreement = meter.CreateHistogram("recpipe.gateway.stage.agreement", advice: OrderAgreement.Buckets,
            description: "Sampled: share of the stage's first k that the stage before had among its first k.");
        _candidatesIn = meter.CreateCounter<long>("recpipe.gateway.stage.candidates_in", "{candidate}", "Candidates given to a stage.");
        _candidatesOut = meter.CreateCounter<long>("recpipe.gateway.stage.candidates_out", "{candidate}", "Candidates a stage kept.");
        _attempts = meter.CreateCounter<long>("recpipe.gateway.stage.attempts", "{call}", "Calls to workers.");
        _retries = meter.CreateCounter<long>("recpipe.gateway.stage.retries", "{call}", "Calls that repeat a failed one on another worker.");
        _hedges = meter.CreateCounter<long>("recpipe.gateway.stage.hedges", "{call}", "Calls to a second worker because the first was slow.");
        meter.CreateObservableGauge("recpipe.gateway.stage.workers", () => Count(worker => true), "{worker}", "Workers the stage's addresses lead to.");
        meter.CreateObservableGauge("recpipe.gateway.stage.workers_available", () => Count(worker => worker.IsTrusted), "{worker}", "Workers whose circuit is not open.");
    }

    public void Serving(PipelineModel pipeline, StageModel stage)
    {
        TagList tags = TagsOf(pipeline, stage);
        foreach (Counter<long> counter in (Counter<long>[])[_candidatesIn, _candidatesOut, _attempts, _retries, _hedges])
            counter.Add(0, tags);
        foreach (StageStatus status in Enum.GetValues<StageStatus>())
            _requests.Add(0, [.. tags, GatewayMetrics.StatusTag(status)]);
    }

    public void Ended(PipelineModel pipeline, StageModel stage, StageTrace trace, int hedges, TimeSpan took, TimeSpan deadlineLeft)
    {
        TagList tags = TagsOf(pipeline, stage);
        _candidatesIn.Add(trace.CandidatesIn, tags);
        _candidatesOut.Add(trace.CandidatesOut, tags);
        _attempts.Add(trace.Attempts, tags);
        _deadlineLeft.Record(Math.Max(0, deadlineLeft.TotalSeconds), tags);
        if (trace.Attempts > 1)
        {
            _hedges.Add(hedges, tags);
            _retries.Add(trace.Attempts - 1 - hedges, tags);
        }
        if (trace.Status == StageStatus.Ok)
        {
            _queue.Record(trace.Queue.TotalSeconds, tags);
            _compute.Record(trace.Compute.TotalSeconds, tags);
            _network.Record(trace.Network.TotalSeconds, tags);
        }
        tags.Add(GatewayMetrics.StatusTag(trace.Status));
        _requests.Add(1, tags);
        _duration.Record(took.TotalSeconds, tags);
    }

    public void Agreed(PipelineModel pipeline, StageModel stage, double agreement) => _agreement.Record(agreement, TagsOf(pipeline, stage));

    private IEnumerable<Measurement<int>> Count(Func<Worker, bool> counts)
    {
        foreach (PipelineModel pipeline in _pipelines())
        {
            foreach (StageModel stage in pipeline.Stages)
                yield return new(stage.Workers.Workers.Workers.Count(counts), TagsOf(pipeline, stage));
        }
    }

    private static TagList TagsOf(PipelineModel pipeline, StageModel stage) =>
        new(GatewayMetrics.PipelineTag(pipeline.Name), GatewayMetrics.StageTag(stage.Name));
}
