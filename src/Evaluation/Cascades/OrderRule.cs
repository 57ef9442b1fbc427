namespace RecPipe.Evaluation.Cascades;

/// <summary>How a stage orders its candidates.</summary>
public enum OrderRule
{
    /// <summary>As served: by score, ties by place in the stage's own list (<see cref="RecPipe.Ranking.TopK"/>).</summary>
    Served,

    /// <summary>As the published artefact: by float16 score, ties backwards (<see cref="RecPipe.Ranking.Quality.Parity.HalfPrecisionOrder"/>).</summary>
    HalfPrecision,
}
