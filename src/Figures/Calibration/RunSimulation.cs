using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Figures.Calibration;

/// <summary>Makes a run of the published system again in virtual time. Thread-safe.</summary>
/// <param name="calibration">The system.</param>
/// <param name="accelerators">The parity model of an engine that is one of so many slices.</param>
/// <param name="models">By name, of runs on accelerators.</param>
public sealed class RunSimulation(
    PublishedCalibration calibration, IReadOnlyDictionary<int, RpAccelTimes> accelerators, IReadOnlyDictionary<string, ModelShape> models)
{
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

    /// <summary>Share of time the busiest stage's engines would have to work, above 1 where they cannot keep up: from calibrated times and the generator's real rate.</summary>
    public double Utilisation(RunSpec spec)
    {
        double gap = Generator(spec).MeanGapMs(spec.IntervalMs, spec.Stages[0].Items) / 1000;
        double alone = spec.Stages.Where(stage => stage.Device == RunDevice.Cpu).Sum(stage => calibration.Server.StageMs(stage) / 1000 / gap);
        int busy = (int)Math.Min(RunSpec.ServerEngines, 1 + alone);
        return Pipeline(spec).Stages.Max(stage => stage.Service.Mean(stage.Items, busy) / stage.Engines / gap);
    }

    private GeneratorCalibration Generator(RunSpec spec) => spec.OnAccelerator ? calibration.Accelerator.Generator : calibration.Server.Generator;

    private SimulatedPipeline Pipeline(RunSpec spec) => new() { Stages = [.. spec.Stages.Select((_, i) => Stage(spec, i))] };

    private SimulatedStage Stage(RunSpec spec, int index)
    {
        RunStage stage = spec.Stages[index];
        int keep = index + 1 < spec.Stages.Count ? spec.Stages[index + 1].Items : stage.Items;
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
        ? new ConstantTime(accelerators[stage.Slices].ServiceSeconds(models[stage.Model], stage.Items, 0) + calibration.Accelerator.SleepMs / 1000)
        : new EngineTime(calibration.Server, stage, keep);
}

/// <summary>What a run would measure, in seconds.</summary>
public readonly record struct RunPrediction(double Mean, double P95);
