using RecPipe.Cli.Profile;
using RecPipe.Cli.Serving;
using RecPipe.Datasets.Store;
using RecPipe.Models.Files;
using RecPipe.Planning.Backends;
using RecPipe.Planning.Performance;
using RecPipe.Planning.Plans;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting;
using RecPipe.Simulation.Replications;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Cli.Verify;

/// <summary>Serves a plan, offers it load, and holds what comes out against what was predicted.</summary>
/// <param name="plan">What is verified.</param>
/// <param name="hardware">Its hardware.</param>
/// <param name="request">How it is measured.</param>
internal sealed class VerifyRun(Plan plan, HardwareCatalog hardware, VerifyRequest request)
{
    /// <summary>Simulations of the arrivals of one measurement, each with service times of its own.</summary>
    private const int Replays = 16;

    /// <summary>Of the machine's speed, a model.</summary>
    private static readonly TimeSpan s_reading = TimeSpan.FromSeconds(2);

    private readonly DesignModel _model = new(hardware);
    private readonly double _capacity = new DesignModel(hardware).Bounds(plan.Design).Capacity;

    /// <param name="resolve">Path of a hardware file as the plan names it.</param>
    /// <exception cref="ConfigException">A load is not below capacity, or something to serve is missing.</exception>
    /// <param name="cancellationToken">Stops promptly.</param>
    public async Task<Verification> RunAsync(Func<string, string> resolve, CancellationToken cancellationToken)
    {
        double[] rates = Rates();
        using FeatureStore store = FeatureStore.Open(request.Data);
        await using ServedDesign served = await ServedDesign.StartAsync(plan.Name, plan.Design, plan.Backends, resolve, request.Models, store, listen: null, cancellationToken).ConfigureAwait(false);
        ServedLoad load = new(plan.Name, plan.Design, served, store);
        await load.WarmUpAsync(request.WarmUp, ~request.Seed, cancellationToken).ConfigureAwait(false);
        await using SpeedGauge gauge = new(ModelFolder.Load(request.Models), store, Gauged());
        List<VerifiedLoad> loads = [];
        foreach (double rate in rates)
            loads.Add(await VerifyAsync(load, gauge, rate, cancellationToken).ConfigureAwait(false));
        return new()
        {
            Plan = plan.Name,
            Design = plan.Design.ToString(),
            Capacity = _capacity,
            Tolerance = request.Tolerance,
            Loads = loads,
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

    private IEnumerable<(string Model, int Items)> Gauged() =>
        plan.Design.Stages.Where(stage => hardware.GaugeOf(stage) is not null).Select(stage => (stage.Model, hardware.GaugeOf(stage)!.Value.Items)).Distinct();

    private async Task<VerifiedLoad> VerifyAsync(ServedLoad load, SpeedGauge gauge, double rate, CancellationToken cancellationToken)
    {
        List<(ServedRun Run, double[] Slower)> runs = [];
        double[] before = await SlowerAsync(gauge, request.Seed, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < request.Repeat; i++)
        {
            ulong seed = request.Seed + (ulong)i;
            ServedRun run = await Terminal.WithProgressAsync(FormattableString.Invariant($"{plan.Name} at {rate:0.#} queries/s, {i + 1} of {request.Repeat}"), progress =>
                load.RunAsync(new Inject(rate, request.During), request.WarmUp, seed, progress, cancellationToken)).ConfigureAwait(false);
            double[] after = await SlowerAsync(gauge, seed + 1, cancellationToken).ConfigureAwait(false);
            runs.Add((run, [.. before.Zip(after, (one, other) => (one + other) / 2)]));
            before = after;
        }
        double[] slower = [.. before.Select((_, stage) => runs.Average(run => run.Slower[stage]))];
        return new()
        {
            Rate = rate,
            Share = rate / _capacity,
            Profiled = Latencies.Of(_model.Predict(plan.Design, rate, new() { Seed = plan.Seed }, cancellationToken)),
            Predicted = Latencies.Of(Predict(rate, slower, cancellationToken)),
            Runs = [.. runs.Select(run => Verified(run.Run, run.Slower, Predict(rate, run.Slower, cancellationToken)))],
        };
    }

    /// <summary>How many times as long as the profile says each stage's machine takes at this moment.</summary>
    private async Task<double[]> SlowerAsync(SpeedGauge gauge, ulong seed, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, double> now = await gauge.ReadAsync(s_reading, seed, cancellationToken).ConfigureAwait(false);
        return [.. plan.Design.Stages.Select(stage => hardware.GaugeOf(stage) is { } then ? now[stage.Model] / then.Milliseconds : 1)];
    }

    private PredictedPerformance Predict(double rate, double[] slower, CancellationToken cancellationToken) =>
        _model.Predict(plan.Design, rate, new() { Seed = plan.Seed }, slower, cancellationToken);

    private VerifiedRun Verified(ServedRun run, double[] slower, PredictedPerformance predicted)
    {
        Latencies measured = Latencies.Of(run.Measured.Latency.Summarize(), run.Measured.AnsweredInWindow / run.Measured.Measured.TotalSeconds);
        ReplicatedStatistics replayed = Replay(run, slower);
        return new()
        {
            Measured = measured,
            Replayed = Latencies.Of(replayed),
            Tracked = Latencies.Of(Replay(run, Taken(run, slower, replayed))),
            Slower = slower,
            P95Error = 1000 * predicted.P95.Value / measured.P95Ms - 1,
            Answered = run.Measured.Answered,
            Failed = run.Measured.Errors.Values.Sum(),
            Stages = [.. run.Clock.Stages.Select((clock, i) => VerifiedStage.Of(plan.Design.Stages[i], clock, run.Engines[i], replayed.Stages[i], replayed.Throughput.Value))],
            OtherCores = run.OtherCores,
            OverheadCpuMs = run.OverheadCpuMs,
        };
    }

    /// <summary>How much slower engines would have to be for the simulator to keep them as long as this run did; 1 of emulated ones, which keep their own time.</summary>
    private double[] Taken(ServedRun run, double[] slower, ReplicatedStatistics replayed) =>
        [.. run.Engines.Select((engines, i) => engines is null ? 1 : slower[i] * engines.EngineMs / (1000 * replayed.Stages[i].Utilisation * plan.Design.Stages[i].Engines / replayed.Throughput.Value))];

    private ReplicatedStatistics Replay(ServedRun run, double[] slower) => Replicator.Run(
        _model.ToPipeline(plan.Design, slower),
        _ => ArrivalSchedule.Of(run.Workload, 0)!,
        new() { Queries = run.Measured.Arrivals, WarmUp = 0, Least = Replays, Most = Replays, Percentiles = [50, 95, 99], Seed = plan.Seed });
}
