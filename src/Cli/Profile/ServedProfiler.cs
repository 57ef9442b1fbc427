using RecPipe.Accelerator.Hardware;
using RecPipe.Cli.Serving;
using RecPipe.Datasets.Store;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Pipelines;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Cli.Profile;

/// <summary>Serves pipelines at a low and a high load, in turns: what stages take among all else that runs then, and what queries take outside engines.</summary>
/// <param name="request">What to measure.</param>
/// <param name="device">The machine's times so far; they say what a low and a high load are.</param>
internal sealed class ServedProfiler(ProfileRequest request, MeasuredDevice device)
{
    /// <summary>Of all measurements at a load, in those of a service time.</summary>
    private const int Longer = 12;

    private const int Rounds = 4;

    /// <summary>Of the busiest stage.</summary>
    private static readonly double[] s_utilisations = [0.3, 0.65];

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
            List<ServedSample> samples = [];
            foreach (Design design in designs)
            {
                samples.AddRange(await ServeAsync(design, store, cancellationToken).ConfigureAwait(false));
                progress(samples.Count / (double)(designs.Count * s_utilisations.Length * Rounds));
            }
            return samples;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<List<ServedSample>> ServeAsync(Design design, FeatureStore store, CancellationToken cancellationToken)
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
                    double rate = utilisation / design.Stages.Max(stage => device.Seconds(stage.Model, stage.Items, busy: 1));
                    samples.Add(new(design, rate, await load.RunAsync(new Inject(rate, during), during / 6, request.Seed + round, progress: null, cancellationToken).ConfigureAwait(false)));
                }
            }
            return samples;
        }
    }
}
