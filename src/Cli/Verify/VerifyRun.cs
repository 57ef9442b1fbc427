using RecPipe.Cli.Serving;
using RecPipe.Datasets.Store;
using RecPipe.Planning.Performance;
using RecPipe.Planning.Plans;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.Replications;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Cli.Verify;

/// <summary>Serves a plan, offers it load, and holds what comes out against what was predicted.</summary>
/// <param name="plan">What is verified.</param>
/// <param name="model">Predicts it.</param>
/// <param name="request">How it is measured.</param>
internal sealed class VerifyRun(Plan plan, DesignModel model, VerifyRequest request)
{
    /// <summary>Simulations of the arrivals of one measurement, each with service times of its own.</summary>
    private const int Replays = 16;

    private readonly double _capacity = model.Bounds(plan.Design).Capacity;

    /// <param name="resolve">Path of a hardware file as the plan names it.</param>
    /// <param name="cancellationToken">Stops promptly.</param>
    /// <exception cref="ConfigException">A load is not below capacity, or something to serve is missing.</exception>
    public async Task<Verification> RunAsync(Func<string, string> resolve, CancellationToken cancellationToken)
    {
        double[] rates = Rates();
        using FeatureStore store = FeatureStore.Open(request.Data);
        await using ServedDesign served = await ServedDesign.StartAsync(plan.Name, plan.Design, plan.Backends, resolve, request.Models, store, listen: null, cancellationToken).ConfigureAwait(false);
        ServedLoad load = new(plan.Name, plan.Design, served, store);
        await load.WarmUpAsync(request.WarmUp, ~request.Seed, cancellationToken).ConfigureAwait(false);
        List<ServedRun>[] runs = [.. rates.Select(_ => new List<ServedRun>())];
        for (int i = 0; i < request.Repeat; i++) // loads in turns: each is measured at several moments of a machine whose speed drifts
        {
            for (int at = 0; at < rates.Length; at++)
                runs[at].Add(await MeasureAsync(load, rates[at], i, cancellationToken).ConfigureAwait(false));
        }
        return new()
        {
            Plan = plan.Name,
            Design = plan.Design.ToString(),
            Capacity = _capacity,
            Tolerance = request.Tolerance,
            Loads = [.. rates.Select((rate, at) => Verified(rate, runs[at], cancellationToken))],
            Machine = MachineDescription.Current(),
            Version = RecPipeVersion.Current,
        };
    }

    private double[] Rates()
    {
        double[] rates = request.Rates.Count + request.Shares.Count == 0 ? [plan.Rate] : [.. request.Rates, .. request.Shares.Select(share => share * _capacity)];
        ConfigException.ThrowIfAny([.. rates.Where(rate => rate >= _capacity).Select(rate => new ConfigProblem("recpipe verify", "--rates",
            FormattableString.Invariant($"{rate:0.#} queries/s never settle: the predicted capacity is {_capacity:0.#}."), "Offer less, for example --loads 0.3,0.5,0.7."))]);
        return rates;
    }

    private async Task<ServedRun> MeasureAsync(ServedLoad load, double rate, int repeat, CancellationToken cancellationToken)
    {
        ServedRun run = await Terminal.WithProgressAsync(FormattableString.Invariant($"{plan.Name} at {rate:0.#} queries/s, {repeat + 1} of {request.Repeat}"), progress =>
            load.RunAsync(new Inject(rate, request.During), request.WarmUp, request.Seed + (ulong)repeat, progress, cancellationToken)).ConfigureAwait(false);
        return run.Measured.Answered > 0 ? run : throw new ConfigException("recpipe verify", "--seconds",
            FormattableString.Invariant($"Of {run.Measured.Arrivals} queries in {request.During.TotalSeconds:0.###} s none was answered."), "Measure longer, or offer more.");
    }

    private VerifiedLoad Verified(double rate, IReadOnlyList<ServedRun> runs, CancellationToken cancellationToken)
    {
        PredictedPerformance predicted = model.Predict(plan.Design, rate, new() { Seed = plan.Seed }, cancellationToken);
        return new()
        {
            Rate = rate,
            Share = rate / _capacity,
            Predicted = Latencies.Of(predicted),
            Planned = rate == plan.Rate && plan.Predicted is { } planned ? Latencies.Of(planned) : null,
            Runs = [.. runs.Select(run => Verified(run, predicted))],
        };
    }

    private VerifiedRun Verified(ServedRun run, PredictedPerformance predicted)
    {
        Latencies measured = Latencies.Of(run.Measured.Latency.Summarize(), run.Measured.AnsweredInWindow / run.Measured.Measured.TotalSeconds);
        ReplicatedStatistics replayed = Replay(run.Workload, run.Measured.Arrivals, slower: []);
        return new()
        {
            Measured = measured,
            Replayed = Latencies.Of(replayed),
            Tracked = Latencies.Of(Replay(run.Workload, run.Measured.Arrivals, Speeds(run, replayed))),
            P95Error = 1000 * predicted.P95.Value / measured.P95Ms - 1,
            Answered = run.Measured.Answered,
            Failed = run.Measured.Errors.Values.Sum(),
            Stages = [.. run.Clock.Stages.Select((clock, i) => VerifiedStage.Of(plan.Design.Stages[i], clock, run.Engines[i], replayed.Stages[i], replayed.Throughput.Value))],
            OtherCores = run.OtherCores,
            OverheadCpuMs = run.OverheadCpuMs,
        };
    }

    /// <summary>By how much each stage's engines took longer than the simulator has it; 1 of emulated ones, which keep their own time.</summary>
    private double[] Speeds(ServedRun run, ReplicatedStatistics replayed) =>
        [.. run.Engines.Select((engines, i) => engines is null ? 1 : engines.EngineMs / (1000 * replayed.Stages[i].Utilisation * plan.Design.Stages[i].Engines / replayed.Throughput.Value))];

    private ReplicatedStatistics Replay(WorkloadConfig workload, long arrivals, double[] slower) => Replicator.Run(
        Slowed(model.ToPipeline(plan.Design), slower),
        _ => ArrivalSchedule.Of(workload, 0)!,
        new() { Queries = arrivals, WarmUp = 0, Least = Replays, Most = Replays, Percentiles = [50, 95, 99], Seed = plan.Seed });

    private static SimulatedPipeline Slowed(SimulatedPipeline pipeline, double[] slower) => slower.Length == 0 ? pipeline : pipeline with
    {
        Stages =
        [
            .. pipeline.Stages.Select((stage, i) => stage with
            {
                Service = new ScaledTime(stage.Service, slower[i]),
                Rested = stage.Rested is { } rested ? new ScaledTime(rested, slower[i]) : null,
            }),
        ],
    };
}
