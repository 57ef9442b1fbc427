using RecPipe.Evaluation.Statistics;

namespace RecPipe.Evaluation.Cascades;

/// <summary>Metrics by cascade and query, filled in from several threads, each query by one.</summary>
internal sealed class MetricValues(IReadOnlyList<Cascade> cascades, IReadOnlyList<QualityMetric> metrics, int queries)
{
    /// <summary>[cascade, metric][query].</summary>
    private readonly double[][] _values = [.. Enumerable.Range(0, cascades.Count * metrics.Count).Select(_ => new double[queries])];

    /// <param name="cascade">Which cascade.</param>
    /// <param name="metric">Place of the metric in the list.</param>
    /// <param name="query">Which query.</param>
    /// <param name="value">NaN where the metric is not defined.</param>
    public void Set(int cascade, int metric, int query, double value) => _values[cascade * metrics.Count + metric][query] = value;

    public IReadOnlyList<CascadeQuality> ToQuality() =>
    [
        .. cascades.Select((cascade, i) => new CascadeQuality(
            cascade, metrics.Select((metric, m) => (metric, new MetricSample(_values[i * metrics.Count + m]))).ToDictionary())),
    ];
}
