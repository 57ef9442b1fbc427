using RecPipe.Accelerator.Hardware;
using RecPipe.Cli.Serving;
using RecPipe.Datasets.Store;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Pipelines;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Cli.Profile;

/// <summary>Measures what a query takes outside engines: its own share from the first stage alone, with few and with all candidates; a stage's from the whole pipeline.</summary>
/// <param name="request">What to measure.</param>
/// <param name="pipeline">The pipeline of the request.</param>
/// <param name="device">The machine's times so far.</param>
internal sealed class OverheadProfiler(ProfileRequest request, PipelineConfig pipeline, MeasuredDevice device)
{
    private const int ServedDesigns = 3;

    /// <summary>Of each measurement, in those of a service time: these are the smaller times.</summary>
    private const int Longer = 6;

    /// <summary>Of the busiest stage: as a service is used. Half the queries still meet no other.</summary>
    private const double Utilisation = 0.5;

    public async Task<MeasuredOverhead> RunAsync(FeatureStore store, Action<double> progress, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("recpipe-").FullName;
        try
        {
            string hardware = Path.Combine(folder, "profile.json");
            MeasuredFile.Save(hardware, device);
            int few = Math.Max(pipeline.Stages[0].Keep, request.Candidates / 4);
            OverheadRun one = await ServeAsync(PipelineDesign.Of(pipeline, request.Candidates, hardware, engines: [], stages: 1), store, cancellationToken).ConfigureAwait(false);
            progress(1.0 / ServedDesigns);
            OverheadRun small = few == request.Candidates ? one : await ServeAsync(PipelineDesign.Of(pipeline, few, hardware, engines: [], stages: 1), store, cancellationToken).ConfigureAwait(false);
            progress(2.0 / ServedDesigns);
            OverheadRun all = pipeline.Stages.Count == 1 ? one : await ServeAsync(PipelineDesign.Of(pipeline, request.Candidates, hardware, engines: []), store, cancellationToken).ConfigureAwait(false);
            progress(1);
            return OverheadRun.Combine(small == one ? [one] : [small, one], all);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<OverheadRun> ServeAsync(Design design, FeatureStore store, CancellationToken cancellationToken)
    {
        BackendConfig backend = new() { Name = PipelineDesign.Backend, Hardware = [design.Stages[0].Hardware], Engines = design.Stages.Count };
        ServedDesign served = await ServedDesign.StartAsync(pipeline.Name, design, [backend], path => path, request.Models, store, listen: null, cancellationToken).ConfigureAwait(false);
        await using (served.ConfigureAwait(false))
        {
            ServedLoad load = new(pipeline.Name, design, served, store);
            double rate = Utilisation / design.Stages.Max(stage => device.Seconds(stage.Model, stage.Items, busy: 1));
            TimeSpan during = Longer * request.During;
            await load.WarmUpAsync(during / 2, ~request.Seed, cancellationToken).ConfigureAwait(false);
            return new(design, await load.RunAsync(new Inject(rate, during), during / 6, request.Seed, progress: null, cancellationToken).ConfigureAwait(false));
        }
    }
}
