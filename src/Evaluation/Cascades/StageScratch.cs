using RecPipe.Ranking;
using RecPipe.Ranking.Quality.Parity;

namespace RecPipe.Evaluation.Cascades;

/// <summary>One stage's work on one query, in memory that is used again for the next.</summary>
/// <param name="candidates">Most candidates.</param>
internal sealed class StageScratch(int candidates)
{
    private readonly float[] _scores = new float[candidates];
    private readonly float[] _top = new float[candidates];
    private readonly int[] _order = new int[candidates];
    private readonly int[] _survivors = new int[candidates];
    private int _count;

    /// <summary>The stage's scores of its candidates, in the order it gets them.</summary>
    public ReadOnlySpan<float> Scores => _scores.AsSpan(0, _count);

    /// <summary>Takes in what the stage before kept.</summary>
    /// <param name="input">Places in the query's candidates.</param>
    /// <param name="scores">The model's scores of all of the query's candidates.</param>
    public void Take(ReadOnlySpan<int> input, ReadOnlySpan<float> scores)
    {
        _count = input.Length;
        for (int i = 0; i < input.Length; i++)
            _scores[i] = scores[input[i]];
    }

    /// <summary>The best of what was taken in, best first.</summary>
    /// <param name="input">As it was taken in.</param>
    /// <param name="keep">How many, at most.</param>
    /// <param name="rule">In what order.</param>
    /// <returns>Places in the query's candidates; valid until the next call.</returns>
    public ReadOnlySpan<int> Select(ReadOnlySpan<int> input, int keep, OrderRule rule)
    {
        keep = Math.Min(keep, _count);
        if (rule == OrderRule.Served)
            TopK.Select(Scores, _order.AsSpan(0, keep), _top.AsSpan(0, keep));
        else
            HalfPrecisionOrder.Select(Scores, _order.AsSpan(0, keep));
        for (int i = 0; i < keep; i++)
            _survivors[i] = input[_order[i]];
        return _survivors.AsSpan(0, keep);
    }
}
