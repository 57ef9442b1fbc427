using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Scores;

/// <summary>Where an emulated device's true scores come from.</summary>
internal interface IScoreSource
{
    /// <summary>Judges a query before it takes a place in a device's queue.</summary>
    /// <returns>Null, or what it is refused with at once.</returns>
    StageReply? Refusal(in StageRequest request);

    /// <summary>Ranks as fast as the host can; begins when the query arrives, so that the ranking is there when it is due.</summary>
    ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken);
}
