namespace RecPipe.Evaluation.Cascades;

/// <summary>How cascades are judged.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Length of the list that is judged, at least 1; every cascade's last stage keeps at least as many.</summary>
    public required int K { get; init; }

    /// <summary>Corrected mode only.</summary>
    public TieRule Ties { get; init; } = TieRule.Served;

    public EvaluationMode Mode { get; init; } = EvaluationMode.Corrected;

    /// <summary>What is reported in this mode.</summary>
    public IReadOnlyList<QualityMetric> Metrics => Mode == EvaluationMode.Corrected
        ? [QualityMetric.Ndcg, QualityMetric.HitRate, QualityMetric.ReciprocalRank, QualityMetric.Recall]
        : [QualityMetric.AllOnesDcgRatio, QualityMetric.ListHitRate, QualityMetric.LastStageError];
}
