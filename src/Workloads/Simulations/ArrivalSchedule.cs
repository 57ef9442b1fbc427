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

    /// <summary>
    /// The warm-up before the first phase: half of it rises to that phase's load, half holds it, so that cold code is not
    /// flooded. Other seeds than the phases', so that warm-up never shifts what is measured. Empty for none.
    /// </summary>
    public static WorkloadConfig WarmUpOf(WorkloadConfig workload) => workload with
    {
        Load = workload.WarmUp <= TimeSpan.Zero ? [] : [.. WarmUpLoad(workload.Load[0], workload.WarmUp, workload.Arrivals.Process)],
        WarmUp = TimeSpan.Zero,
        ScheduleSeed = ~workload.ScheduleSeed,
    };

    private static LoadSimulation[] WarmUpLoad(LoadSimulation first, TimeSpan warmUp, ArrivalKind process)
    {
        bool canRise = process is ArrivalKind.Poisson or ArrivalKind.Constant;
        double? rate = first switch
        {
            RampingInject ramp => ramp.From > 0 ? ramp.From : ramp.To,
            Inject inject => inject.Rate,
            _ => null,
        };
        return canRise && rate is double r
            ? [new RampingInject(0, r, warmUp / 2), new Inject(r, warmUp / 2)]
            : [first with { During = warmUp }];
    }

    private static EndingArrivals? Create(ArrivalConfig arrivals, LoadSimulation phase, ulong seed) => phase switch
    {
        Inject inject => new EndingArrivals(arrivals.Create(inject.Rate, seed), phase.During),
        RampingInject ramp => new EndingArrivals(new RampArrivals(arrivals.Create(1, seed), ramp.From, ramp.To, ramp.During), phase.During),
        _ => null,
    };
}
