using RecPipe.Simulation.Events;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Simulation.Pipelines;

/// <content>Work that shares the cores of a host.</content>
public sealed partial class PipelineSimulation
{
    /// <summary>Work of no stage.</summary>
    private const int GatewayKind = 0;

    /// <summary>One a host; null where engines share nothing. Kinds of work: the gateway's, then the stages'.</summary>
    private static SharedCores?[] ShareOut(SimulatedPipeline pipeline, int hosts)
    {
        SharedCores?[] shared = new SharedCores?[Math.Max(hosts, pipeline.GatewayHost + 1)];
        for (int host = 0; host < shared.Length; host++)
        {
            int cores = host < pipeline.Cores.Count ? pipeline.Cores[host] : 0;
            if (cores > 0)
                shared[host] = new([Enumerable.Repeat(1.0, cores).ToArray(), .. pipeline.Stages.Select(stage => Speeds(stage, cores))]);
        }
        return shared;
    }

    private static double[] Speeds(SimulatedStage stage, int cores) =>
        [.. Enumerable.Range(1, cores).Select(busy => stage.Service.Mean(stage.Items, 1) / stage.Service.Mean(stage.Items, busy))];

    /// <summary>Something happens after work on the gateway's host: it takes its share of the cores there, where these are shared, and no more than time otherwise.</summary>
    private void Work(ServiceTime work, EventKind then, int index, int epoch)
    {
        double seconds = work.Sample(_stages[0].Items, 1, ref _random);
        if (_pipeline.GatewayHost >= 0 && _shared[_pipeline.GatewayHost] is { } cores)
            Share(_pipeline.GatewayHost, cores, GatewayKind, seconds, then, index, epoch);
        else if (then != EventKind.SharedFinished) // work that nothing waits for and nobody shares a core with
            _events.Add(new(_now + seconds, then, index, epoch));
    }

    private void Share(int host, SharedCores cores, int kind, double work, EventKind then, int index, int epoch)
    {
        cores.Add(_now, kind, work, then, index, epoch);
        Foretell(host, cores);
    }

    /// <summary>The first task on a host's cores is over, unless something has changed since that was foretold.</summary>
    private void FinishShared(int host, int epoch)
    {
        SharedCores cores = _shared[host]!;
        if (cores.Epoch != epoch)
            return;
        SharedTask task = cores.Finish(_now);
        Foretell(host, cores);
        if (task.Kind != GatewayKind)
            _stages[task.Kind - 1].BusySeconds += _now - task.Started;
        if (task.Then != EventKind.SharedFinished)
            Happen(new(_now, task.Then, task.Index, task.Epoch));
    }

    private void Foretell(int host, SharedCores cores)
    {
        double next = cores.NextTime();
        if (next < double.PositiveInfinity)
            _events.Add(new(next, EventKind.SharedFinished, host, cores.Epoch));
    }
}
