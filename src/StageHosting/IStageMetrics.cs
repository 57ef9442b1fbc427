using RecPipe.Ranking.Stages;

namespace RecPipe.StageHosting;

/// <summary>What a host of stage.proto measures.</summary>
public interface IStageMetrics
{
    /// <summary>A request has its reply.</summary>
    void RequestAnswered(in StageRequest request, StageReply reply);
}
