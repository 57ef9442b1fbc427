namespace RecPipe.Workloads.Objectives;

/// <summary>What a threshold can bound.</summary>
public enum ThresholdMetric
{
    Mean,
    P50,
    P75,
    P90,
    P95,
    P99,

    /// <summary>99.9th percentile.</summary>
    P999,
    Max,

    /// <summary>Share of arrivals that failed or were not sent.</summary>
    Errors,

    /// <summary>Share of answers that were degraded.</summary>
    Degraded,

    /// <summary>Answers a second.</summary>
    Throughput,
    Ndcg,

    /// <summary>Share of queries with a relevant candidate among the first k.</summary>
    HitRate,
}
