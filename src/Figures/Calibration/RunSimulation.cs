using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.Replications;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Figures.Calibration;

/// <summary>Makes a run of the published system again in virtual time. Thread-safe.</summary>
/// <param name="calibration">The system.</param>
/// <param name="accelerators">The parity model of an engine that is one of so many slices.</param>
/// <param name="models">By name, of runs on accelerators.</param>
public sealed class RunSimulation(
    PublishedCalibration calibration, IReadOnlyDictionary<int, RpAccelTimes> accelerators, IReadOnlyDictionary<string, ModelShape> models)
{
    /// <summary>Beyond, a steady state is too long in coming to be of use.</summary>
    private const double MostUtilisation = 0.97;

    private const int Returned = 64;

    /// <summary>Runs it some times with chances of their own and averages.</summary>
    /// <param name="spec">What is run.</param>
    /// <param name="seed">Of the chances.</param>
    /// <param name="repetitions">At least 1.</param>
    /// <param name="cancellationToken">Stops between runs.</param>
    public RunPrediction Run(RunSpec spec, ulong seed, int repetitions, CancellationToken cancellationToken = default)
    {
        double mean = 0, p95 = 0;
        for (int i = 0; i < repetitions; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ulong one = SplitMix64.Child(seed, (ulong)i);
            PublishedGenerator generator = new(spec, Generator(spec), SplitMix64.Child(one, 1));
            PipelineStatistics result = new PipelineSimulation(Pipeline(spec) with { Entry = generator.Entry })
                .Run(generator, spec.Queries, 0, SplitMix64.Child(one, 2), cancellationToken);
            mean += result.MeanLatency / repetitions;
            p95 += result.Latency.Percentile(95) / repetitions;
        }
        return new RunPrediction(mean, p95);
    }

    /// <summary>The same pipeline under a Poisson process that never ends, without the generator's faults: seconds; null where it cannot keep up.</summary>
    /// <param name="spec">What is run; its interval is taken as the mean gap.</param>
    /// <param name="seed">Of the chances.</param>
    /// <param name="repetitions">At least 2.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public RunPrediction? SteadyState(RunSpec spec, ulong seed, int repetitions, CancellationToken cancellationToken = default)
    {
        double rate = 1000 / spec.IntervalMs;
        if (Utilisation(spec, spec.IntervalMs / 1000) >= MostUtilisation)
            return null;
        ReplicatedStatistics statistics = Replicator.Run(
            Pipeline(spec), one => new PoissonArrivals(rate, one), new() { Queries = 10_000, WarmUp = 2_000, Least = repetitions, Most = repetitions, Percentiles = [95], Seed = seed }, cancellationToken);
        return new RunPrediction(statistics.Mean.Value, statistics.Percentiles[95].Value);
    }

    /// <summary>Share of time the busiest stage's engines would have to work, above 1 where they cannot keep up: from calibrated times and the generator's real rate.</summary>
    public double Utilisation(RunSpec spec) => Utilisation(spec, Generator(spec).MeanGapMs(spec.IntervalMs, spec.Stages[0].Items) / 1000);

    /// <summary>Mean time in engines of a query that meets no other, seconds; hops are left out.</summary>
    public double UnloadedSeconds(RunSpec spec) => EngineSeconds(spec, 1).Sum();

    /// <summary>Mean time that a query takes an engine of each stage, seconds.</summary>
    /// <param name="spec">What is run.</param>
    /// <param name="busy">Engines at work on the server.</param>
    public IReadOnlyList<double> EngineSeconds(RunSpec spec, int busy) => [.. Pipeline(spec).Stages.Select(stage => stage.Service.Mean(stage.Items, busy))];

    /// <summary>Share of time the busiest stage's engines would have to work at a mean gap in seconds.</summary>
    public double Utilisation(RunSpec spec, double gap)
    {
        SimulatedPipeline pipeline = Pipeline(spec);
        int busy = 1;
        // More busy engines are slower ones, and so more are busy: rises to where it stays.
        for (int before = 0; busy != before;)
        {
            before = busy;
            busy = (int)Math.Clamp(1 + pipeline.Stages.Where(stage => stage.Host == 0).Sum(stage => Math.Min(stage.Engines, stage.Service.Mean(stage.Items, before) / gap)), before, RunSpec.ServerEngines);
        }
        return pipeline.Stages.Max(stage => stage.Service.Mean(stage.Items, busy) / stage.Engines / gap);
    }

    private GeneratorCalibration Generator(RunSpec spec) => spec.OnAccelerator ? calibration.Accelerator.Generator : calibration.Server.Generator;

    private SimulatedPipeline Pipeline(RunSpec spec) => new() { Stages = [.. spec.Stages.Select((_, i) => Stage(spec, i))] };

    private SimulatedStage Stage(RunSpec spec, int index)
    {
        RunStage stage = spec.Stages[index];
        bool last = index + 1 == spec.Stages.Count;
        int keep = !last ? spec.Stages[index + 1].Items : stage.Device == RunDevice.Accelerator ? Math.Min(Returned, stage.Items) : stage.Items;
        SimulatedStage simulated = new()
        {
            Name = stage.Model,
            Items = stage.Items,
            Service = Service(stage, keep),
            Engines = stage.Engines,
            Host = stage.Device == RunDevice.Cpu ? 0 : index + 1,
        };
        return stage.Device == RunDevice.Accelerator
            ? simulated with { Request = new ConstantTime(calibration.Accelerator.HopMs / 1000) }
            : simulated with { Reply = new ConstantTime((calibration.Server.StageHopMs(stage) + calibration.Server.StageReleaseMs(stage.Items, keep)) / 1000) };
    }

    private ServiceTime Service(RunStage stage, int keep) => stage.Device == RunDevice.Accelerator
        ? new ConstantTime(accelerators[stage.Slices].ServiceSeconds(models[stage.Model], stage.Items, keep) + calibration.Accelerator.SleepMs / 1000)
        : new EngineTime(calibration.Server, stage, keep);
}

/// <summary>What a run would measure, in seconds.</summary>
public readonly record struct RunPrediction(double Mean, double P95);
