using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Scores;

namespace RecPipe.Cli.Evaluate;

/// <summary>A pipeline with what was found.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Quality">Of its lists.</param>
/// <param name="Alone">Of the lists of its last model ranking all candidates.</param>
/// <param name="WholeList">Of all candidates; null in parity mode.</param>
internal sealed record ReportedPipeline(EvaluatedPipeline Pipeline, CascadeQuality Quality, CascadeQuality Alone, WholeListQuality? WholeList)
{
    /// <summary>The first metric of the mode, as a share of what the last model reaches alone.</summary>
    public double ShareOfLastModelAlone(QualityMetric metric) => Quality[metric] / Alone[metric];
}

/// <param name="Scored">The model and its scores.</param>
/// <param name="Quality">Of its predictions.</param>
internal sealed record ReportedModel(ScoredModel Scored, ModelQuality Quality);
