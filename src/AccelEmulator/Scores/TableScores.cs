using System.Buffers;
using RecPipe.Inference;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Scores;

/// <summary>
/// Scores looked up by candidate id; queries that bring their own features, and models that read the query's context, run on the
/// host's engines.
/// </summary>
/// <param name="pool">The engines; they also judge queries.</param>
/// <param name="scores">[store rows] by model name; without the models that read the query's context.</param>
internal sealed class TableScores(EnginePool pool, IReadOnlyDictionary<string, float[]> scores) : IScoreSource
{
    public StageReply? Refusal(in StageRequest request) => pool.Refusal(request);

    public ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken) =>
        request.Features is null && scores.TryGetValue(request.Model, out float[]? table)
            ? new(Rank(request, table))
            : pool.RankAsync(request, cancellationToken);

    private static StageReply Rank(in StageRequest request, float[] table)
    {
        ReadOnlySpan<int> candidates = request.Candidates.Span;
        float[] rented = ArrayPool<float>.Shared.Rent(candidates.Length);
        Span<float> of = rented.AsSpan(0, candidates.Length);
        for (int i = 0; i < of.Length; i++)
            of[i] = table[candidates[i]];
        int keep = Math.Min(request.Keep, candidates.Length);
        int[] positions = GC.AllocateUninitializedArray<int>(keep);
        float[] best = GC.AllocateUninitializedArray<float>(keep);
        TopK.Select(of, positions, best);
        ArrayPool<float>.Shared.Return(rented);
        return new StageReply { Status = StageStatus.Ok, Positions = positions, Scores = best };
    }
}
