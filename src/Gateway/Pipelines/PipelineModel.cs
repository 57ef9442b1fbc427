using RecPipe.Ranking.Pipelines;

namespace RecPipe.Gateway.Pipelines;

/// <summary>A pipeline that has been checked and connected; never changes.</summary>
internal sealed record PipelineModel(PipelineConfig Config, IReadOnlyList<StageModel> Stages)
{
    public string Name => Config.Name;

    public int LastKeep => Config.Stages[^1].Keep;
}
