using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Cli.Serving;
using RecPipe.Planning.Backends;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Performance;
using RecPipe.Simulation.Replications;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Cli.Profile;

/// <summary>
/// Scales a machine's times until the simulator keeps engines as long as the served pipelines did: times taken among all else
/// that runs hold what sharing the cores costs, which the simulator adds again.
/// </summary>
/// <param name="samples">Served pipelines, each at several loads.</param>
internal sealed class ServedCalibration(IReadOnlyList<ServedSample> samples)
{
    private const int Iterations = 3;

    private static readonly ReplicationOptions s_replications = new() { Queries = 4000, WarmUp = 500, Least = 8, Most = 8 };

    public MeasuredDevice Apply(MeasuredDevice device, CancellationToken cancellationToken)
    {
        string file = Path.GetTempFileName();
        try
        {
            for (int i = 0; i < Iterations; i++)
            {
                MeasuredFile.Save(file, device);
                device = Scaled(device, Factors(file, cancellationToken));
            }
            return device;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>By model, served over simulated time, mean over the samples.</summary>
    private Dictionary<string, double> Factors(string file, CancellationToken cancellationToken)
    {
        List<(string Model, double Ratio)> ratios = [];
        foreach (ServedSample sample in samples)
        {
            BackendConfig backend = new() { Name = PipelineDesign.Backend, Hardware = [sample.Design.Stages[0].Hardware] };
            HardwareCatalog hardware = new([backend], new Dictionary<string, ModelShape>(), _ => file);
            ReplicatedStatistics simulated = Replicator.Run(
                new DesignModel(hardware).ToPipeline(sample.Design), seed => new PoissonArrivals(sample.Rate, seed), s_replications, cancellationToken);
            for (int stage = 0; stage < sample.Design.Stages.Count; stage++)
            {
                double engine = 1000 * simulated.Stages[stage].Utilisation / simulated.Throughput.Value;
                ratios.Add((sample.Design.Stages[stage].Model, sample.Run.Engines[stage]!.EngineMs / engine));
            }
        }
        return ratios.GroupBy(ratio => ratio.Model).ToDictionary(model => model.Key, model => model.Average(ratio => ratio.Ratio));
    }

    private static MeasuredDevice Scaled(MeasuredDevice device, Dictionary<string, double> factors) => device with
    {
        Models = device.Models.ToDictionary(model => model.Key, IReadOnlyList<MeasuredTime> (model) =>
            [.. model.Value.Select(point => factors.TryGetValue(model.Key, out double factor) ? Scaled(point, factor) : point)]),
    };

    private static MeasuredTime Scaled(MeasuredTime point, double factor) => point with
    {
        Milliseconds = point.Milliseconds * factor,
        RestedMilliseconds = point.RestedMilliseconds * factor,
        BusyMilliseconds = [.. point.BusyMilliseconds.Select(busy => busy * factor)],
    };
}
