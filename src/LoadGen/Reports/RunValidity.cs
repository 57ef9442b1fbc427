using RecPipe.LoadGen.Engine;
using RecPipe.Workloads.Statistics;

namespace RecPipe.LoadGen.Reports;

/// <summary>Whether a run's latencies are the service's or its generator's.</summary>
internal static class RunValidity
{
    private const int EnoughForP99 = 1000;

    /// <summary>Valid when it is as a whole and every part is by itself: a generator that lags spoils its own share only, which the whole may hide.</summary>
    /// <param name="parts">At least one.</param>
    /// <param name="latency">Of all parts together.</param>
    /// <param name="lag">Of all parts together.</param>
    public static (bool Valid, string Why) Judge(IReadOnlyList<RunMeasurement> parts, LatencySummary latency, LatencySummary lag)
    {
        string missing = Missing(parts);
        (bool valid, string why) = Judge(parts[0].Settings.MaxLagShare, latency, lag);
        if (parts.Count == 1 || !valid)
            return (valid, why + missing);
        foreach (RunMeasurement part in parts.OrderBy(part => part.Part.Index))
        {
            if (Judge(part.Settings.MaxLagShare, part.Latency.Summarize(), part.Lag.Summarize()) is (false, string reason))
                return (false, $"INVALID: part {part.Part} is. {reason}{missing}");
        }
        return (true, why + missing);
    }

    /// <summary>Whether the generator's own lag leaves the measured tail to the service, and why.</summary>
    /// <param name="maxLagShare">Largest share of the measured p99 that the lag's p99 may be; null never judges.</param>
    /// <param name="latency">Of the answered queries.</param>
    /// <param name="lag">Of the generator.</param>
    public static (bool Valid, string Why) Judge(double? maxLagShare, LatencySummary latency, LatencySummary lag)
    {
        if (latency.Count == 0)
            return (false, "INVALID: no query was answered.");
        if (lag.Count == 0)
            return (true, "Valid: a closed loop has no intended arrivals to lag behind.");
        string compared = FormattableString.Invariant(
            $"the generator's lag p99 is {lag.P99.TotalMilliseconds:0.###} ms, {lag.P99 / latency.P99:0.#%} of the measured p99 of {latency.P99.TotalMilliseconds:0.###} ms");
        if (maxLagShare is not double most)
            return (true, $"Not judged: {compared}.");
        return lag.P99 <= most * latency.P99
            ? (true, FormattableString.Invariant($"Valid: {compared} (at most {most:0.#%} allowed)."))
            : (false, FormattableString.Invariant($"INVALID: {compared}; at most {most:0.#%} is allowed. Give the generator a core of its own{Patience(latency)}."));
    }

    /// <summary>One hiccup decides the p99 of few answers.</summary>
    private static string Patience(LatencySummary latency) =>
        latency.Count < EnoughForP99 ? FormattableString.Invariant($", or measure longer: the p99 of {latency.Count} answers rests on the slowest {Math.Max(1, latency.Count / 100)}") : " or offer less load";

    private static string Missing(IReadOnlyList<RunMeasurement> parts)
    {
        int of = parts[0].Part.Of;
        return parts.Count == of
            ? ""
            : FormattableString.Invariant($" This report holds {parts.Count} of {of} parts: its offered load, throughput and counts are theirs alone.");
    }
}
