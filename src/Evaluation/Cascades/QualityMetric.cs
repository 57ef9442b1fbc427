namespace RecPipe.Evaluation.Cascades;

/// <summary>What a cascade's ranking of a query is judged by; see docs/quality.md.</summary>
public enum QualityMetric
{
    Ndcg,
    HitRate,
    ReciprocalRank,
    Recall,

    /// <summary>The published artefact's "NDCG" (parity mode).</summary>
    AllOnesDcgRatio,

    /// <summary>The published artefact's "HR" (parity mode): by the place in the list, ties as its sort leaves them.</summary>
    ListHitRate,

    /// <summary>The published artefact's "Error" (parity mode).</summary>
    LastStageError,
}

public static class QualityMetrics
{
    /// <summary>What reports call a metric: "ndcg@10", "mrr".</summary>
    public static string NameAt(this QualityMetric metric, int k) => metric switch
    {
        QualityMetric.Ndcg => $"ndcg@{k}",
        QualityMetric.HitRate => $"hitRate@{k}",
        QualityMetric.ReciprocalRank => "mrr",
        QualityMetric.Recall => $"recall@{k}",
        QualityMetric.AllOnesDcgRatio => $"allOnesDcgRatio@{k}",
        QualityMetric.ListHitRate => $"listHitRate@{k}",
        QualityMetric.LastStageError => "lastStageError",
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };
}
