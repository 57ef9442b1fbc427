using RecPipe.Gateway.Workers;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Pipelines;

/// <summary>What must hold between one pipeline and the workers it names.</summary>
internal sealed class WorkerRules(PipelineFile file, GatewayOptions options, WorkerCensus census)
{
    private readonly Findings _findings = new(file.Path);
    private readonly Findings _unreachable = new(file.Path);

    public IReadOnlyList<ConfigProblem> Problems => options.AllowUnreachable ? _findings.Problems : [.. _findings.Problems, .. _unreachable.Problems];

    /// <summary>What an option says to start despite.</summary>
    public IReadOnlyList<ConfigProblem> Tolerated => options.AllowUnreachable ? _unreachable.Problems : [];

    public void NoEmbeddedWorker(int stage) =>
        _findings.Add($"stages[{stage}].workers", "It names no worker, and this gateway has none embedded.", $"Name workers here or in {GatewayOptions.Section}:Workers.");

    public void Unresolved(int stage, WorkerAddress address) =>
        _unreachable.Add($"stages[{stage}].workers", $"The name {address.Host} does not resolve.", "Correct it, or allow unreachable workers.");

    /// <summary>Checks every worker of a stage.</summary>
    /// <returns>What the first that answers says of the stage's model; null when none knows it.</returns>
    public async Task<ModelDescription?> CheckAsync(int stage, WorkerSet workers, CancellationToken cancellationToken)
    {
        ModelDescription? first = null;
        long? rows = null;
        foreach (Worker worker in workers.Workers)
        {
            try
            {
                StageDescription description = await census.AskAsync(worker, cancellationToken);
                ModelDescription? model = Check(stage, worker, description);
                if (first is not null && model is not null && model.Sha256 != first.Sha256)
                    _findings.Add($"stages[{stage}].workers", $"{worker.Address} serves another {model.Name} (sha256 {model.Sha256}) than the workers before it ({first.Sha256}).", "Give all workers of a stage the same model file.");
                first ??= model;
                if (rows is not null && description.StoreRows != rows && NeedsStore(model))
                    _findings.Add($"stages[{stage}].workers", $"{worker.Address} has a feature store of {description.StoreRows} rows, the workers before it of {rows}.", "Give all workers of a stage the same store.");
                rows ??= description.StoreRows;
            }
            catch (StageUnreachableException e)
            {
                _unreachable.Add($"stages[{stage}].workers", e.Message, "Start it, correct its address, or allow unreachable workers.");
            }
        }
        return first;
    }

    private ModelDescription? Check(int stage, Worker worker, StageDescription description)
    {
        string name = file.Config.Stages[stage].Model;
        ModelDescription? model = description.Models.FirstOrDefault(model => model.Name == name);
        if (model is null && name.Length > 0)
            _findings.Add($"stages[{stage}].model", $"{worker.Address} serves no model \"{name}\".", $"It serves {Names(description)}.");
        if (description.StoreRows == 0 && NeedsStore(model))
            _findings.Add($"stages[{stage}].workers", $"{worker.Address} has no feature store.", "Start it with one, or set the pipeline's features to \"inline\".");
        return model;
    }

    private bool NeedsStore(ModelDescription? model) =>
        file.Config.Features == FeatureOrigin.Store && model is null or { ReadsCandidateFeatures: true };

    private static string Names(StageDescription description) =>
        description.Models.Count == 0 ? "none" : string.Join(", ", description.Models.Select(model => model.Name));
}
