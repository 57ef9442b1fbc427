using RecPipe.Ranking.Configuration;

namespace RecPipe.Workloads.Arrivals;

/// <summary>Which arrival process a workload's injections use.</summary>
public sealed record ArrivalConfig
{
    public ArrivalKind Process { get; init; } = ArrivalKind.Poisson;

    /// <summary>Bursty only: rate in a burst over the rate in calm. At least 1.</summary>
    public double BurstRatio { get; init; } = 5;

    /// <summary>Bursty only: share of time spent in bursts, between 0 and 1.</summary>
    public double BurstShare { get; init; } = 0.1;

    /// <summary>Bursty only: mean length of a burst. Over 0.</summary>
    public TimeSpan MeanBurst { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Trace only: the file of arrival times, see <see cref="TraceFile"/>.</summary>
    public string? Trace { get; init; }

    /// <summary>Makes the process.</summary>
    /// <param name="rate">Mean arrivals a second; null only for a trace, which is then replayed as recorded.</param>
    /// <param name="seed">Of the schedule.</param>
    /// <exception cref="ConfigException">The trace cannot be read.</exception>
    public IArrivalProcess Create(double? rate, ulong seed) => Process switch
    {
        ArrivalKind.Trace => Replay(Trace ?? "", rate),
        _ when rate is null => throw new ArgumentNullException(nameof(rate), "Only a trace has a rate of its own."),
        ArrivalKind.Constant => new ConstantArrivals(rate.Value),
        ArrivalKind.Bursty => new BurstyArrivals(rate.Value, BurstRatio, BurstShare, MeanBurst, seed),
        ArrivalKind.Parity => new ParityArrivals(rate.Value, seed),
        _ => new PoissonArrivals(rate.Value, seed),
    };

    private static TraceArrivals Replay(string file, double? rate)
    {
        double[] times = TraceFile.Load(file);
        return rate is null || (times.Length > 0 && times[^1] > 0)
            ? new TraceArrivals(times, rate)
            : throw new ConfigException(file, "", "Its arrivals are all at time 0, so it has no rate to change.", "Leave the rate out, or record later arrivals too.");
    }
}
