using RecPipe.Inference;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Scores;

/// <summary>Scores by running the model on the host.</summary>
internal sealed class EngineScores(EnginePool pool) : IScoreSource
{
    public StageReply? Refusal(in StageRequest request) => pool.Refusal(request);

    public ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken) => pool.RankAsync(request, cancellationToken);
}
