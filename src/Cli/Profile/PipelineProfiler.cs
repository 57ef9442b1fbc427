using RecPipe.Accelerator.Hardware;
using RecPipe.Cli.Serving;
using RecPipe.Datasets.Store;
using RecPipe.Models.Files;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Reporting;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Cli.Profile;

/// <summary>
/// Measures what a pipeline takes on this machine, through the code that serves it: each model on engines kept busy, one to
/// one a core, and what a query takes outside engines, from served queries by subtraction.
/// </summary>
/// <param name="request">What to measure.</param>
/// <param name="pipeline">The pipeline of the request.</param>
internal sealed class PipelineProfiler(ProfileRequest request, PipelineConfig pipeline)
{
    private static readonly int s_cores = Environment.ProcessorCount;

    private int _done, _steps;

    /// <summary>Items of each stage, the query's candidates first.</summary>
    private readonly int[] _items = [.. pipeline.Stages.Take(pipeline.Stages.Count - 1).Select(stage => stage.Keep).Prepend(request.Candidates)];

    public async Task<MeasuredDevice> RunAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using FeatureStore store = FeatureStore.Open(request.Data);
        IReadOnlyList<ModelFile> files = ModelFolder.Load(request.Models);
        string[] models = [.. pipeline.Stages.Select(stage => stage.Model).Distinct()];
        int[] sizes = Sizes();
        (_done, _steps) = (0, (models.Length * sizes.Length + ServedLoads) * s_cores);
        Dictionary<string, IReadOnlyList<MeasuredTime>> times = [];
        Dictionary<string, IReadOnlyList<double>> variation = [];
        foreach (string model in models)
        {
            ModelFile file = files.FirstOrDefault(file => file.Card.Name == model)
                ?? throw new ConfigException(request.Models, "", $"There is no model \"{model}\".", $"There are: {string.Join(", ", files.Select(file => file.Card.Name))}.");
            (times[model], variation[model]) = await TimeAsync(file, store, sizes, progress, cancellationToken).ConfigureAwait(false);
        }
        MeasuredDevice device = new()
        {
            Name = request.Name,
            Provenance = FormattableString.Invariant($"recpipe profile of {pipeline.Name} with {request.Candidates} candidates a query, {request.During.TotalSeconds:0.###} s a point, gateway, engines and load generator on the same cores."),
            Models = times,
            Cores = s_cores,
            Variation = variation,
            Machine = MachineDescription.Current().ToString(),
            Version = RecPipeVersion.Current,
        };
        return device with { Overhead = await MeasureOverheadAsync(device, store, progress, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>Those of the pipeline's stages, and halves down from the query's, so that other keeps lie between two of them.</summary>
    private int[] Sizes() =>
        [.. _items.Concat([request.Candidates / 2, request.Candidates / 4, request.Candidates / 8, request.Candidates / 16]).Where(size => size >= 1).Distinct().Order()];

    private async Task<(MeasuredTime[] Times, double[] Variation)> TimeAsync(
        ModelFile file, FeatureStore store, int[] sizes, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        double[][] means = [.. sizes.Select(_ => new double[s_cores])];
        List<double> ratios = [];
        for (int busy = 1; busy <= s_cores; busy++)
        {
            ServiceTimer timer = new(file, store, busy, sizes[^1]);
            await using (timer.ConfigureAwait(false))
            {
                for (int i = 0; i < sizes.Length; i++)
                {
                    double[] times = await timer.MeasureAsync(sizes[i], KeepOf(file.Card.Name), request.During, request.Seed, cancellationToken).ConfigureAwait(false);
                    means[i][busy - 1] = times.Average();
                    if (busy == 1 && IsAsked(file.Card.Name, sizes[i]))
                        ratios.AddRange(times.Select(time => time / means[i][0]));
                    Step(progress);
                }
            }
        }
        return ([.. sizes.Select((size, i) => new MeasuredTime(size, means[i][0]) { BusyMilliseconds = means[i] })], Quantiles.Of(ratios));
    }

    private int KeepOf(string model) => pipeline.Stages.First(stage => stage.Model == model).Keep;

    private bool IsAsked(string model, int items) => pipeline.Stages.Select((stage, i) => (stage.Model, Items: _items[i])).Contains((model, items));

    private const int ServedLoads = 3;

    /// <summary>A query's own share from a pipeline of the first stage alone, with few and with all candidates; a stage's from the whole pipeline.</summary>
    private async Task<MeasuredOverhead> MeasureOverheadAsync(MeasuredDevice device, FeatureStore store, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("recpipe-").FullName;
        try
        {
            string hardware = Path.Combine(folder, "profile.json");
            MeasuredFile.Save(hardware, device);
            int few = Math.Max(1, request.Candidates / 4);
            OverheadRun small = await ServeAsync(PipelineDesign.Of(pipeline, few, hardware, engines: [], stages: 1)).ConfigureAwait(false);
            OverheadRun one = await ServeAsync(PipelineDesign.Of(pipeline, request.Candidates, hardware, engines: [], stages: 1)).ConfigureAwait(false);
            OverheadRun all = await ServeAsync(PipelineDesign.Of(pipeline, request.Candidates, hardware, engines: [])).ConfigureAwait(false);
            return OverheadRun.Combine(few < request.Candidates ? [small, one] : [one], all);

            async Task<OverheadRun> ServeAsync(Design design)
            {
                BackendConfig backend = new() { Name = PipelineDesign.Backend, Hardware = [hardware], Engines = s_cores };
                ServedDesign served = await ServedDesign.StartAsync(pipeline.Name, design, [backend], path => path, request.Models, store, listen: null, cancellationToken).ConfigureAwait(false);
                await using (served.ConfigureAwait(false))
                {
                    ServedLoad load = new(pipeline.Name, design, served, store);
                    double rate = OverheadRun.Utilisation / design.Stages.Max(stage => device.Seconds(stage.Model, stage.Items, busy: 1));
                    TimeSpan during = s_cores * request.During;
                    await load.RunAsync(new Inject(rate, during), during / 2, ~request.Seed, progress: null, cancellationToken).ConfigureAwait(false);
                    ServedRun run = await load.RunAsync(new Inject(rate, 3 * during), TimeSpan.Zero, request.Seed, progress: null, cancellationToken).ConfigureAwait(false);
                    for (int i = 0; i < s_cores; i++)
                        Step(progress);
                    return new(design, run);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Step(IProgress<double>? progress) => progress?.Report(++_done / (double)_steps);
}
