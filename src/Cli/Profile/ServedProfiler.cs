using RecPipe.Accelerator.Hardware;
using RecPipe.Cli.Serving;
using RecPipe.Datasets.Store;
using RecPipe.Models.Files;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Pipelines;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Cli.Profile;

/// <summary>
/// Serves pipelines at a low and a high load, in turns: what stages take among all else that runs then, and what queries take outside
/// engines. Reads the machine's speed in between.
/// </summary>
/// <param name="request">What to measure.</param>
/// <param name="device">The machine's times so far; they say what a low and a high load are.</param>
internal sealed class ServedProfiler(ProfileRequest request, MeasuredDevice device)
{
    /// <summary>Of all measurements at a load, in those of a service time.</summary>
    private const int Longer = 12;

    private const int Rounds = 4;

    /// <summary>Of the busiest stage.</summary>
    private static readonly double[] s_utilisations = [0.3, 0.65];

    /// <summary>Of the machine's speed, a model: short, because there are many.</summary>
    private static readonly TimeSpan s_reading = TimeSpan.FromSeconds(0.4);

    private readonly List<IReadOnlyDictionary<string, double>> _readings = [];

    /// <summary>The machine's speed meanwhile: mean milliseconds by model, as <see cref="SpeedGauge"/> reads them.</summary>
    public IReadOnlyDictionary<string, double> Gauge => device.Models.Keys.ToDictionary(model => model, model => _readings.Average(reading => reading[model]));

    public async Task<IReadOnlyList<ServedSample>> RunAsync(IReadOnlyList<PipelineConfig> pipelines, FeatureStore store, Action<double> progress, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("recpipe-").FullName;
        try
        {
            string hardware = Path.Combine(folder, "profile.json");
            MeasuredFile.Save(hardware, device);
            int few = Math.Max(pipelines[0].Stages[0].Keep, request.Candidates / 4);
            List<Design> designs = [.. pipelines.Select(pipeline => PipelineDesign.Of(pipeline, request.Candidates, hardware, engines: []))];
            if (few < request.Candidates)
                designs.Add(PipelineDesign.Of(pipelines[0], few, hardware, engines: [], stages: 1));
            await using SpeedGauge gauge = new(ModelFolder.Load(request.Models), store, device.Models.Keys.Select(model => (model, device.LargestItems(model))));
            List<ServedSample> samples = [];
            foreach (Design design in designs)
            {
                samples.AddRange(await ServeAsync(design, store, gauge, cancellationToken).ConfigureAwait(false));
                progress(samples.Count / (double)(designs.Count * s_utilisations.Length * Rounds));
            }
            return samples;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<List<ServedSample>> ServeAsync(Design design, FeatureStore store, SpeedGauge gauge, CancellationToken cancellationToken)
    {
        const string Name = "profiled";
        BackendConfig backend = new() { Name = PipelineDesign.Backend, Hardware = [design.Stages[0].Hardware], Engines = design.Stages.Count };
        ServedDesign served = await ServedDesign.StartAsync(Name, design, [backend], path => path, request.Models, store, listen: null, cancellationToken).ConfigureAwait(false);
        await using (served.ConfigureAwait(false))
        {
            ServedLoad load = new(Name, design, served, store);
            TimeSpan during = Longer * request.During / Rounds;
            await load.WarmUpAsync(during, ~request.Seed, cancellationToken).ConfigureAwait(false);
            List<ServedSample> samples = [];
            for (ulong round = 0; round < Rounds; round++)
            {
                foreach (double utilisation in s_utilisations)
                {
                    _readings.Add(await gauge.ReadAsync(s_reading, request.Seed + round, cancellationToken).ConfigureAwait(false));
                    double rate = utilisation / design.Stages.Max(stage => device.Seconds(stage.Model, stage.Items, busy: 1));
                    samples.Add(new(design, rate, await load.RunAsync(new Inject(rate, during), during / 6, request.Seed + round, progress: null, cancellationToken).ConfigureAwait(false)));
                }
            }
            _readings.Add(await gauge.ReadAsync(s_reading, request.Seed + Rounds, cancellationToken).ConfigureAwait(false));
            return samples;
        }
    }
}
