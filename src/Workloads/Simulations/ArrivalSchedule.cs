using RecPipe.Ranking.Randomness;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Workloads.Simulations;

/// <summary>The intended arrivals of a workload's open-loop phases, each with a seed of its own.</summary>
public static class ArrivalSchedule
{
    /// <summary>The arrivals of one phase, in seconds from its start, ending (infinite) at its end.</summary>
    /// <param name="workload">Whose phase.</param>
    /// <param name="phase">Index into its load.</param>
    /// <returns>Null for a phase without arrivals of its own (closed loop, pause).</returns>
    public static IArrivalProcess? Of(WorkloadConfig workload, int phase) => Of(workload, phase, LoadPart.Whole);

    /// <inheritdoc cref="Of(WorkloadConfig, int)"/>
    /// <summary>
    /// One part's arrivals. Poisson: a stream of the part's own at its share of the rate, as independent Poisson processes add
    /// up to one. Any other process is one schedule that the parts deal out in turn, as its copies would not add up to it.
    /// </summary>
    /// <param name="workload">Whose phase, at the rate of all parts together.</param>
    /// <param name="phase">Index into its load.</param>
    /// <param name="part">Which part.</param>
    public static IArrivalProcess? Of(WorkloadConfig workload, int phase, LoadPart part)
    {
        ulong seed = SplitMix64.Child(workload.ScheduleSeed, (ulong)phase);
        LoadSimulation load = workload.Load[phase];
        if (part.IsWhole)
            return Create(workload.Arrivals, load, seed);
        return workload.Arrivals.Process == ArrivalKind.Poisson
            ? Create(workload.Arrivals, Thin(load, part.Of), SplitMix64.Child(seed, (ulong)part.Index))
            : Create(workload.Arrivals, load, seed) is IArrivalProcess all ? new DealtArrivals(all, part.Index, part.Of) : null;
    }

    /// <summary>The arrivals of some parts of a phase together; null for a phase without arrivals of its own.</summary>
    /// <param name="workload">Whose phase, at the rate of all parts together.</param>
    /// <param name="phase">Index into its load.</param>
    /// <param name="parts">At least one.</param>
    public static IArrivalProcess? Of(WorkloadConfig workload, int phase, IReadOnlyList<LoadPart> parts)
    {
        IArrivalProcess[] all = [.. parts.Select(part => Of(workload, phase, part)).OfType<IArrivalProcess>()];
        return all.Length == 0 ? null : all.Length == 1 ? all[0] : new MergedArrivals(all);
    }

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

    private static LoadSimulation Thin(LoadSimulation load, int parts) => load switch
    {
        Inject { Rate: double rate } inject => inject with { Rate = rate / parts },
        RampingInject ramp => ramp with { From = ramp.From / parts, To = ramp.To / parts },
        _ => load,
    };

    private static EndingArrivals? Create(ArrivalConfig arrivals, LoadSimulation phase, ulong seed) => phase switch
    {
        Inject inject => new EndingArrivals(arrivals.Create(inject.Rate, seed), phase.During),
        RampingInject ramp => new EndingArrivals(new RampArrivals(arrivals.Create(1, seed), ramp.From, ramp.To, ramp.During), phase.During),
        _ => null,
    };
}
