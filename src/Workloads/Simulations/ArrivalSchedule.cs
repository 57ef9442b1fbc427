using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Randomness;

namespace RecPipe.Workloads.Simulations;

/// <summary>The intended arrivals of a workload's open-loop phases, each with a seed of its own.</summary>
public static class ArrivalSchedule
{
    /// <summary>The arrivals of one phase, in seconds from its start, ending (infinite) at its end.</summary>
    /// <param name="workload">Whose phase.</param>
    /// <param name="phase">Index into its load.</param>
    /// <returns>Null for a phase without arrivals of its own (closed loop, pause).</returns>
    public static IArrivalProcess? Of(WorkloadConfig workload, int phase) =>
        Create(workload.Arrivals, workload.Load[phase], SplitMix64.Child(workload.ScheduleSeed, (ulong)phase));

    /// <summary>The warm-up before the first phase: its load from another seed, so that warm-up never shifts what is measured.</summary>
    /// <returns>The load to run; null for no warm-up.</returns>
    public static LoadSimulation? WarmUpLoad(WorkloadConfig workload) => workload.WarmUp <= TimeSpan.Zero ? null : workload.Load[0] switch
    {
        RampingInject ramp => new RampingInject(ramp.From, ramp.From > 0 ? ramp.From : ramp.To, workload.WarmUp),
        LoadSimulation first => first with { During = workload.WarmUp },
    };

    /// <summary>The arrivals of <see cref="WarmUpLoad"/>, as <see cref="Of"/>.</summary>
    public static IArrivalProcess? OfWarmUp(WorkloadConfig workload) =>
        WarmUpLoad(workload) is LoadSimulation load ? Create(workload.Arrivals, load, SplitMix64.Child(~workload.ScheduleSeed, 0)) : null;

    private static EndingArrivals? Create(ArrivalConfig arrivals, LoadSimulation phase, ulong seed) => phase switch
    {
        Inject inject => new EndingArrivals(arrivals.Create(inject.Rate, seed), phase.During),
        RampingInject ramp => new EndingArrivals(new RampArrivals(arrivals.Create(1, seed), ramp.From, ramp.To, ramp.During), phase.During),
        _ => null,
    };
}
