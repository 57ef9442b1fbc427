using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RecPipe.AccelEmulator.Pacing;
using RecPipe.Gateway.Pipelines;
using RecPipe.Gateway.Telemetry;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Gateway.Workers;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Gateway.Tests.Simulated;

/// <summary>
/// The gateway's own code in front of emulated devices, all on one clock that the test moves: from one thing that happens to the
/// next, when every query on its way waits for a device. Nothing sleeps.
/// </summary>
internal sealed class VirtualFleet : IPacer, IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PriorityQueue<ParkedCall, (long Due, long Order)> _due = new();
    private readonly PipelineModel _pipeline;
    private readonly GatewayMetrics _metrics;
    private readonly long _start;
    private ParkedCall? _entering;
    private long _order;
    private int _parked;

    /// <param name="pipeline">Its times are milliseconds, whole ones: what a timer counts, and a double exactly.</param>
    public VirtualFleet(SimulatedPipeline pipeline)
    {
        _start = _clock.GetTimestamp();
        _metrics = new(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        string[] models = ["small", "large"];
        int[] keeps = [50, 10];
        PipelineConfig config = new()
        {
            Name = "simulated",
            Deadline = TimeSpan.FromMilliseconds(pipeline.Deadline),
            Degraded = pipeline.AnswerDegraded ? DegradedPolicy.Answer : DegradedPolicy.Refuse,
            Stages = [.. pipeline.Stages.Select((stage, i) => new StageConfig { Model = models[i], Keep = keeps[i], Budget = double.IsInfinity(stage.Budget) ? null : TimeSpan.FromMilliseconds(stage.Budget), Retries = stage.AsksAnother ? 1 : 0 })],
        };
        _pipeline = new(config, [.. pipeline.Stages.Select((stage, i) => new StageModel(config.Stages[i], Workers(config.Stages[i], config.Deadline, stage), null))]);
    }

    /// <summary>Asks the gateway at these times, in milliseconds, and waits for all answers.</summary>
    public async Task<RankedList[]> RunAsync(double[] arrivals, CancellationToken cancellationToken)
    {
        List<Task<RankedList>> queries = [];
        SortedSet<long> times = [.. arrivals.Select(Ticks), .. arrivals.Select(arrival => Ticks(arrival) + _pipeline.Config.Deadline.Ticks)];
        int arrived = 0;
        while (times.Count > 0 || _due.Count > 0)
        {
            long now = Math.Min(times.Count > 0 ? times.Min : long.MaxValue, _due.TryPeek(out _, out (long Due, long Order) first) ? first.Due : long.MaxValue);
            times.Remove(now);
            _clock.Advance(TimeSpan.FromTicks(now - _clock.GetTimestamp())); // fires what times out
            await SettleAsync(queries, cancellationToken);
            while (_due.TryPeek(out ParkedCall? call, out (long Due, long Order) next) && next.Due <= now)
            {
                _due.Dequeue();
                call.FallDue();
                await SettleAsync(queries, cancellationToken);
                times.UnionWith(BudgetEnds(now)); // of a stage that begins
            }
            for (; arrived < arrivals.Length && Ticks(arrivals[arrived]) <= now; arrived++)
            {
                Deadline deadline = Deadline.After(_pipeline.Config.Deadline, _clock);
                queries.Add(Task.Run(() => new PipelineRun(_pipeline, new Query(Samples.Ids), deadline, false, _clock, _metrics).RunAsync(cancellationToken).AsTask(), cancellationToken));
                await SettleAsync(queries, cancellationToken);
            }
            if (arrived > 0 && Ticks(arrivals[arrived - 1]) == now)
                times.UnionWith(BudgetEnds(now));
        }
        return await Task.WhenAll(queries);
    }

    void IPacer.Add(long due, AccelEmulator.EmulatedJob job)
    {
        ParkedCall call = _entering!;
        call.Park(job, () => Interlocked.Decrement(ref _parked));
        _due.Enqueue(call, (due, _order++));
        Interlocked.Increment(ref _parked); // from here on the test goes on
    }

    public void Dispose() => _services.Dispose();

    /// <summary>One call at a time enters a device, so that the pacer knows whose job it is given.</summary>
    internal ValueTask<StageReply> Enter(IStage stage, StageRequest request, CancellationToken cancellationToken)
    {
        lock (_due)
        {
            _entering = new(cancellationToken);
            return stage.RankAsync(request, cancellationToken);
        }
    }

    private IEnumerable<long> BudgetEnds(long now) => _pipeline.Config.Stages.Where(stage => stage.Budget is not null).Select(stage => now + stage.Budget!.Value.Ticks);

    /// <summary>Lets other threads work until every query has its answer or waits for a device.</summary>
    private async Task SettleAsync(List<Task<RankedList>> queries, CancellationToken cancellationToken)
    {
        while (queries.Count(query => !query.IsCompleted) != Volatile.Read(ref _parked))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private ResilientStage Workers(StageConfig config, TimeSpan deadline, SimulatedStage stage)
    {
        double milliseconds = stage.Service.Mean(stage.Items, 1);
        stage.Service.ShouldBeOfType<ConstantTime>();
        return new(config, deadline, new WorkerSet([.. Enumerable.Range(0, stage.Workers).Select(i =>
            new Worker($"{config.Model} {i}", new EnteredStage(this, VirtualDevice.Stage($"{config.Model} {i}", milliseconds, stage.Engines, stage.QueueCapacity, this, _clock)), _clock, NullLogger.Instance))]), _clock);
    }

    private long Ticks(double milliseconds) => _start + TimeSpan.FromMilliseconds(milliseconds).Ticks;

    private sealed class EnteredStage(VirtualFleet fleet, IStage stage) : IStage
    {
        public ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken) => fleet.Enter(stage, request, cancellationToken);

        public ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken) => stage.DescribeAsync(cancellationToken);
    }
}
