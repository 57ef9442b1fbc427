using RecPipe.Accelerator.Hardware;
using RecPipe.Datasets.Store;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Reporting;

namespace RecPipe.Cli.Profile;

/// <summary>
/// Measures what a pipeline takes on this machine, through the code that serves it: each model on engines kept busy, one to
/// one a core, and on one that rests; and what a query takes outside engines, from served queries by subtraction.
/// </summary>
/// <param name="request">What to measure.</param>
/// <param name="pipeline">The pipeline of the request.</param>
internal sealed class PipelineProfiler(ProfileRequest request, PipelineConfig pipeline)
{
    private const int Rounds = 8;

    /// <summary>Share of the progress that is for the models.</summary>
    private const double ModelsShare = 0.6;

    /// <summary>Items of each stage, the query's candidates first.</summary>
    private readonly int[] _items = [.. pipeline.Stages.Take(pipeline.Stages.Count - 1).Select(stage => stage.Keep).Prepend(request.Candidates)];

    public async Task<MeasuredDevice> RunAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using FeatureStore store = FeatureStore.Open(request.Data);
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
            Provenance = FormattableString.Invariant($"recpipe profile of {pipeline.Name}, {request.Candidates} candidates a query, {request.During.TotalSeconds:0.###} s a point in {Rounds} rounds; gateway, engines and load generator share the cores."),
            Models = models.ToDictionary(model => model.Model, model => model.Points()),
            Variation = models.ToDictionary(model => model.Model, model => model.Variation(ItemsOf(model.Model))),
            Cores = Environment.ProcessorCount,
            Machine = MachineDescription.Current().ToString(),
            Version = RecPipeVersion.Current,
        };
        OverheadProfiler overhead = new(request, pipeline, device);
        return device with { Overhead = await overhead.RunAsync(store, share => progress?.Report(ModelsShare + (1 - ModelsShare) * share), cancellationToken).ConfigureAwait(false) };
    }

    private ModelTimes[] Open(FeatureStore store)
    {
        IReadOnlyList<ModelFile> files = ModelFolder.Load(request.Models);
        ConfigException.ThrowIfAny(
        [
            .. pipeline.Stages.Where(stage => files.All(file => file.Card.Name != stage.Model)).Select(stage =>
                new ConfigProblem(request.Models, "", $"There is no model \"{stage.Model}\".", $"There are: {string.Join(", ", files.Select(file => file.Card.Name))}.")),
        ]);
        return [.. pipeline.Stages.DistinctBy(stage => stage.Model).Select(stage =>
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
        [.. _items.Concat([request.Candidates / 2, request.Candidates / 4, request.Candidates / 8]).Where(size => size >= 1).Distinct().Order()];

    private int[] ItemsOf(string model) => [.. pipeline.Stages.Select((stage, i) => (stage.Model, Items: _items[i])).Where(stage => stage.Model == model).Select(stage => stage.Items)];
}
