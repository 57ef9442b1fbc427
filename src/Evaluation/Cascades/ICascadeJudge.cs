namespace RecPipe.Evaluation.Cascades;

/// <summary>Judges what last stages make of queries. Safe for concurrent use on different queries.</summary>
internal interface ICascadeJudge
{
    OrderRule Order { get; }

    /// <summary>How much of a last stage's ranking it wants to see.</summary>
    /// <param name="keep">What the stage keeps.</param>
    int ListLength(int keep);

    /// <summary>Judges every cascade that ends in a stage.</summary>
    /// <param name="query">Which query.</param>
    /// <param name="stage">The last stage.</param>
    /// <param name="input">What reached it: places in the query's candidates.</param>
    /// <param name="scores">Its scores of them.</param>
    /// <param name="ranked">Its ranking, best first, as long as was asked for: places in the query's candidates.</param>
    void Judge(int query, CascadeNode stage, ReadOnlySpan<int> input, ReadOnlySpan<float> scores, ReadOnlySpan<int> ranked);
}
