using RecPipe.Evaluation.Statistics;

namespace RecPipe.Evaluation.Cascades;

/// <summary>How well a cascade ranks.</summary>
/// <param name="Cascade">The cascade.</param>
/// <param name="Metrics">By metric, query by query.</param>
public sealed record CascadeQuality(Cascade Cascade, IReadOnlyDictionary<QualityMetric, MetricSample> Metrics)
{
    /// <summary>Mean of a metric over the queries for which it is defined.</summary>
    public double this[QualityMetric metric] => Metrics[metric].Mean;
}
