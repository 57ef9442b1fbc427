using RecPipe.Accelerator.Hardware;
using RecPipe.Datasets.Store;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Reporting;
using RecPipe.Workloads.Queries;

namespace RecPipe.Cli.Profile;

/// <summary>
/// Measures what a pipeline takes on this machine, through the code that serves it: each model on engines kept busy, one to
/// one a core, and on one that rests; and what a query takes outside engines, from served queries by subtraction.
/// </summary>
/// <param name="request">What to measure.</param>
/// <param name="pipelines">The pipelines of the request.</param>
internal sealed class PipelineProfiler(ProfileRequest request, IReadOnlyList<PipelineConfig> pipelines)
{
    private const int Rounds = 8;

    /// <summary>Share of the progress that is for the models.</summary>
    private const double ModelsShare = 0.6;

    /// <summary>All stages and what reaches them.</summary>
    private readonly (StageConfig Stage, int Items)[] _stages =
        [.. pipelines.SelectMany(pipeline => pipeline.Stages.Select((stage, i) => (stage, i == 0 ? request.Candidates : pipeline.Stages[i - 1].Keep)))];

    /// <exception cref="ConfigException">A model is missing, or the store has fewer rows than a query has candidates.</exception>
    public async Task<MeasuredDevice> RunAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using FeatureStore store = FeatureStore.Open(request.Data);
        _ = new HeldOutRows(store, request.Seed, request.Candidates, orAll: true);
        ModelTimes[] models = Open(store);
        try
        {
            await TimeAsync(models, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (ModelTimes model in models)
                await model.DisposeAsync().ConfigureAwait(false);
        }
        MeasuredDevice device = new()
        {
            Name = request.Name,
            Provenance = FormattableString.Invariant($"recpipe profile of {string.Join(", ", pipelines.Select(pipeline => pipeline.Name))}; {request.Candidates} candidates a query, {request.During.TotalSeconds:0.###} s a point in {Rounds} rounds; gateway, engines and load generator share the cores."),
            Models = models.ToDictionary(model => model.Model, model => model.Points()),
            Variation = models.ToDictionary(model => model.Model, model => model.Variation(ItemsOf(model.Model))),
            Cores = Environment.ProcessorCount,
            Machine = MachineDescription.Current().ToString(),
            Version = RecPipeVersion.Current,
        };
        IReadOnlyList<ServedSample> samples = await new ServedProfiler(request, device).RunAsync(
            pipelines, store, share => progress?.Report(ModelsShare + (1 - ModelsShare) * share), cancellationToken).ConfigureAwait(false);
        return new ServedCalibration(samples).Apply(new ServedFit(samples).Apply(device), cancellationToken);
    }

    private ModelTimes[] Open(FeatureStore store)
    {
        IReadOnlyList<ModelFile> files = ModelFolder.Load(request.Models);
        ConfigException.ThrowIfAny(
        [
            .. _stages.Select(stage => stage.Stage.Model).Distinct().Where(model => files.All(file => file.Card.Name != model)).Select(model =>
                new ConfigProblem(request.Models, "", $"There is no model \"{model}\".", $"There are: {string.Join(", ", files.Select(file => file.Card.Name))}.")),
        ]);
        return [.. _stages.Select(stage => stage.Stage).DistinctBy(stage => stage.Model).Select(stage =>
            new ModelTimes(files.Single(file => file.Card.Name == stage.Model), store, Sizes(), stage.Keep, Environment.ProcessorCount))];
    }

    private async Task TimeAsync(ModelTimes[] models, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int sizes = Sizes().Length, done = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (int at = 0; at < sizes; at++)
            {
                foreach (ModelTimes model in models)
                {
                    await model.MeasureAsync(at, request.During / Rounds, request.Seed + (ulong)round, cancellationToken).ConfigureAwait(false);
                    progress?.Report(ModelsShare * ++done / (Rounds * sizes * models.Length));
                }
            }
        }
    }

    /// <summary>Those of the pipeline's stages, and halves down from the query's, so that other keeps lie between two of them.</summary>
    private int[] Sizes() =>
        [.. _stages.Select(stage => stage.Items).Concat([request.Candidates / 2, request.Candidates / 4, request.Candidates / 8]).Where(size => size >= 1).Distinct().Order()];

    private int[] ItemsOf(string model) => [.. _stages.Where(stage => stage.Stage.Model == model).Select(stage => stage.Items)];
}
