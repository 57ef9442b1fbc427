using RecPipe.Datasets.Store;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Scenarios;
using RecPipe.LoadGen.Targets;
using RecPipe.Planning.Designs;
using RecPipe.Workloads.Queries;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Cli.Serving;

/// <summary>Offers load to a served design and takes down where its queries' time went.</summary>
/// <param name="name">Of the pipeline.</param>
/// <param name="design">What is served.</param>
/// <param name="served">Where.</param>
/// <param name="store">Candidates are its rows.</param>
internal sealed class ServedLoad(string name, Design design, ServedDesign served, FeatureStore store)
{
    private readonly OpenLoopEngine _engine = new();

    /// <summary>Asks as much as is answered, until code is compiled and pools have grown.</summary>
    public Task WarmUpAsync(TimeSpan during, ulong seed, CancellationToken cancellationToken) =>
        RunAsync(new KeepConstant(2 * Environment.ProcessorCount, during), TimeSpan.Zero, seed, progress: null, cancellationToken);

    /// <param name="load">One phase.</param>
    /// <param name="warmUp">Before it, not measured.</param>
    /// <param name="seed">Of arrivals and candidates.</param>
    /// <param name="progress">Receives the share done.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public async Task<ServedRun> RunAsync(LoadSimulation load, TimeSpan warmUp, ulong seed, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        HeldOutRows queries = new(store, seed, design.Stages[0].Items, orAll: true);
        RunClock clock = new(design.Stages.Count);
        using GatewayTarget target = new(served.Gateway, name, queries, judge: null, connections: 1, TimeProvider.System)
        {
            Answered = clock.Record,
        };
        WorkloadConfig workload = new()
        {
            Name = name,
            Load = [load],
            WarmUp = warmUp,
            Candidates = design.Stages[0].Items,
            ScheduleSeed = seed,
            QuerySeed = seed,
            Deadline = ServedDesign.Deadline,
        };
        Scenario scenario = new() { Target = name, Step = target.RankAsync, Workload = workload, MaxLagShare = double.PositiveInfinity };
        StageOccupancy?[] engines = [.. served.Probes.Select(probe => probe?.Start())];
        OtherLoad others = OtherLoad.Start();
        TimeSpan busy = served.BusyTime, cpu = Environment.CpuUsage.TotalTime;
        RunMeasurement measured = await _engine.MeasureAsync(scenario, progress, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new(workload, measured, clock, Environment.CpuUsage.TotalTime - cpu, served.BusyTime - busy, others.Cores(), engines);
    }
}
