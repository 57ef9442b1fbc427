using RecPipe.Gateway.Workers;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Pipelines;

/// <summary>A stage that has been checked and connected.</summary>
/// <param name="Config">As written.</param>
/// <param name="Workers">How it is called.</param>
/// <param name="Model">What its workers say of its model; null when none could be asked.</param>
internal sealed record StageModel(StageConfig Config, ResilientStage Workers, ModelDescription? Model)
{
    public string Name { get; } = Config.DisplayName;
}
