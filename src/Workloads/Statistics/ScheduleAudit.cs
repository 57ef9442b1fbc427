using System.Runtime.InteropServices;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Workloads.Statistics;

/// <summary>
/// What a workload's intended schedule is statistically, from its first open-loop phase: is it the Poisson process that
/// queueing results assume? Gaps are measured in expected arrivals, so a ramp is judged like a steady rate.
/// </summary>
public sealed record ScheduleAudit
{
    /// <summary>A schedule is called Poisson unless its gaps are this unlikely under exponential gaps.</summary>
    public const double Significance = 1e-4;

    private const int MostGaps = 200_000;
    private const int FewestGaps = 20;

    public required string Process { get; init; }

    public required string Description { get; init; }

    /// <summary>Gaps looked at, at most 200,000.</summary>
    public required int Gaps { get; init; }

    /// <summary>Standard deviation of the gaps over their mean: 1 for a Poisson process, 0 for equal gaps.</summary>
    public required double GapVariation { get; init; }

    /// <summary>Kolmogorov-Smirnov distance of the gaps from the exponential distribution.</summary>
    public required double Distance { get; init; }

    public required double PValue { get; init; }

    public required bool IsPoisson { get; init; }

    /// <summary>The test's outcome as a sentence.</summary>
    public required string Verdict { get; init; }

    /// <returns>Null when no phase is open loop or there are too few arrivals to judge.</returns>
    public static ScheduleAudit? Of(WorkloadConfig workload) => Of(workload, [LoadPart.Whole]);

    /// <inheritdoc cref="Of(WorkloadConfig)"/>
    /// <param name="workload">At the rate of all its parts together.</param>
    /// <param name="parts">The parts whose arrivals are judged, together; at least one.</param>
    public static ScheduleAudit? Of(WorkloadConfig workload, IReadOnlyList<LoadPart> parts)
    {
        for (int phase = 0; phase < workload.Load.Count; phase++)
        {
            if (ArrivalSchedule.Of(workload, phase, parts) is not IArrivalProcess arrivals)
                continue;
            double[] gaps = NormalizedGaps(arrivals, workload.Load[phase], parts.Count / (double)parts[0].Of);
            return gaps.Length < FewestGaps ? null : Judge(workload.Arrivals.Process, arrivals.Description, gaps);
        }
        return null;
    }

    private static double[] NormalizedGaps(IArrivalProcess arrivals, LoadSimulation phase, double share)
    {
        List<double> gaps = [];
        double last = 0;
        for (double time = arrivals.Next(); double.IsFinite(time) && gaps.Count < MostGaps; time = arrivals.Next())
        {
            double expected = share * ExpectedArrivals(phase, time);
            gaps.Add(expected - last);
            last = expected;
        }
        if (phase is Inject { Rate: null } && last > 0)
            Scale(CollectionsMarshal.AsSpan(gaps), gaps.Count / last);
        return [.. gaps];
    }

    private static double ExpectedArrivals(LoadSimulation phase, double time) => phase switch
    {
        Inject inject => (inject.Rate ?? 1) * time,
        RampingInject ramp => ramp.From * time + (ramp.To - ramp.From) * time * time / (2 * ramp.During.TotalSeconds),
        _ => throw new ArgumentException("Only an open-loop phase has arrivals.", nameof(phase)),
    };

    private static void Scale(Span<double> values, double factor)
    {
        foreach (ref double value in values)
            value *= factor;
    }

    private static ScheduleAudit Judge(ArrivalKind process, string description, double[] gaps)
    {
        double mean = gaps.Average();
        double variance = gaps.Sum(gap => (gap - mean) * (gap - mean)) / gaps.Length;
        KolmogorovSmirnov test = KolmogorovSmirnov.Exponential(gaps);
        bool poisson = test.PValue >= Significance;
        return new()
        {
            Process = process.ToString(),
            Description = description,
            Gaps = gaps.Length,
            GapVariation = Math.Sqrt(variance) / mean,
            Distance = test.Statistic,
            PValue = test.PValue,
            IsPoisson = poisson,
            Verdict = FormattableString.Invariant(
                $"{(poisson ? "Gaps are consistent with a Poisson process" : "NOT a Poisson process: the gaps fail the test for an exponential distribution")} (Kolmogorov-Smirnov D = {test.Statistic:0.0000}, p = {test.PValue:0.####}, {gaps.Length} gaps)."),
        };
    }
}
