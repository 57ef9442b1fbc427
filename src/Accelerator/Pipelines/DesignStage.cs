using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Pipelines;

/// <summary>One stage of a pipeline that runs on a single device.</summary>
/// <param name="Model">What ranks.</param>
/// <param name="Items">Candidates that reach the stage, at least 1.</param>
/// <param name="Keep">Survivors, at least 1 and at most <paramref name="Items"/>.</param>
/// <param name="HitRates">Of the stage's share of the memory for embedding rows.</param>
public sealed record DesignStage(ModelShape Model, int Items, int Keep, CacheHitRates HitRates);
