using RecPipe.Ranking.Stages;

namespace RecPipe.Cli.Serving;

/// <summary>Several stages in this process as one: each model has its own, with engines and a queue to itself.</summary>
/// <param name="stages">By model, at least one.</param>
internal sealed class StageRouter(IReadOnlyDictionary<string, IStage> stages) : IStage
{
    public ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken) =>
        stages.TryGetValue(request.Model, out IStage? stage)
            ? stage.RankAsync(request, cancellationToken)
            : new(StageReply.Failed(StageStatus.NotFound, $"model: \"{request.Model}\" is not served here; these are: {string.Join(", ", stages.Keys)}."));

    /// <summary>All models together, of one worker.</summary>
    public async ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        List<(string Model, StageDescription Stage)> all = [];
        foreach ((string model, IStage stage) in stages)
            all.Add((model, await stage.DescribeAsync(cancellationToken).ConfigureAwait(false)));
        return all[0].Stage with
        {
            Backend = string.Join("+", all.Select(stage => stage.Stage.Backend).Distinct()),
            Engines = all.Sum(stage => stage.Stage.Engines),
            MaxCandidates = all.Min(stage => stage.Stage.MaxCandidates),
            Models = [.. all.Select(stage => stage.Stage.Models.Single(model => model.Name == stage.Model))],
        };
    }
}
