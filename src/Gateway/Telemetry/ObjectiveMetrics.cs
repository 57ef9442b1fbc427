using System.Diagnostics.Metrics;
using RecPipe.Gateway.Pipelines;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Telemetry;

/// <summary>
/// How pipelines hold their service-level objectives. Counted against the objective itself, as no histogram has a bucket at
/// every pipeline's latency.
/// </summary>
internal sealed class ObjectiveMetrics
{
    private readonly Counter<long> _judged;
    private readonly Counter<long> _missed;

    /// <param name="meter">The gateway's.</param>
    /// <param name="pipelines">What is served now.</param>
    public ObjectiveMetrics(Meter meter, Func<IReadOnlyList<PipelineModel>> pipelines)
    {
        _judged = meter.CreateCounter<long>("recpipe.gateway.objective.judged", "{query}", "Queries that the pipeline's objective speaks of.");
        _missed = meter.CreateCounter<long>("recpipe.gateway.objective.missed", "{query}", "Queries that failed or took longer than the objective's latency.");
        meter.CreateObservableGauge("recpipe.gateway.objective.latency", () => Each(objective => objective.Latency.TotalSeconds), "s", "The objective's latency.");
        meter.CreateObservableGauge("recpipe.gateway.objective.share", () => Each(objective => objective.Percentile / 100), description: "Share of queries that must hold it.");

        IEnumerable<Measurement<double>> Each(Func<LatencyObjective, double> value)
        {
            foreach (PipelineModel pipeline in pipelines())
            {
                if (pipeline.Config.Objective is { } objective)
                    yield return new(value(objective), GatewayMetrics.PipelineTag(pipeline.Name));
            }
        }
    }

    public void Serving(PipelineModel pipeline)
    {
        if (pipeline.Config.Objective is null)
            return;
        _judged.Add(0, GatewayMetrics.PipelineTag(pipeline.Name));
        _missed.Add(0, GatewayMetrics.PipelineTag(pipeline.Name));
    }

    /// <summary>Not judged: what its client made wrongly, and what it gave up while the objective could still have been held.</summary>
    public void QueryEnded(PipelineModel pipeline, RankedList list)
    {
        if (pipeline.Config.Objective is not { } objective)
            return;
        bool late = list.Total > objective.Latency;
        if (list.Status == StageStatus.InvalidArgument || (list.Status == StageStatus.Cancelled && !late))
            return;
        _judged.Add(1, GatewayMetrics.PipelineTag(pipeline.Name));
        if (list.Status != StageStatus.Ok || late)
            _missed.Add(1, GatewayMetrics.PipelineTag(pipeline.Name));
    }
}
