using System.Reflection;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Reporting;
using RecPipe.Workloads.Statistics;

namespace RecPipe.LoadGen.Reports;

/// <summary>Turns what an engine recorded into a report.</summary>
internal static class LoadReportBuilder
{
    private const int EnoughForP99 = 1000;

    private static readonly double[] s_percentiles = [0, 10, 25, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99, 100];

    public static LoadReport Build(
        Scenario scenario, RunRecorder recorder, TimeProvider time, DateTimeOffset started, bool interrupted, double cores, string engine, string latencyFrom)
    {
        TimeSpan measured = time.GetElapsedTime(recorder.Start, recorder.End);
        double seconds = measured.TotalSeconds;
        LatencySummary latency = recorder.Latency.Summarize(), lag = recorder.Lag.Summarize();
        (bool valid, string validity) = Judge(scenario, latency, lag);
        return new()
        {
            Target = scenario.Target,
            Engine = engine,
            LatencyFrom = latencyFrom,
            Started = started,
            Workload = scenario.Workload,
            Schedule = ScheduleAudit.Of(scenario.Workload),
            Measured = measured,
            Interrupted = interrupted,
            OfferedLoad = seconds > 0 ? recorder.Arrivals / seconds : 0,
            Throughput = seconds > 0 ? recorder.AnsweredInWindow / seconds : 0,
            Arrivals = recorder.Arrivals,
            Answered = recorder.Answered,
            Errors = ErrorsOf(recorder),
            ErrorShare = recorder.Arrivals > 0 ? (recorder.Arrivals - recorder.Answered) / (double)recorder.Arrivals : 0,
            DegradedShare = recorder.Answered > 0 ? recorder.Degraded / (double)recorder.Answered : 0,
            Latency = latency,
            FailedLatency = recorder.FailedLatency.Summarize(),
            Lag = lag,
            ProcessCores = cores,
            Quality = recorder.Judged > 0 ? new(scenario.QualityK, recorder.MeanNdcg, recorder.Judged) : null,
            Valid = valid,
            Validity = validity,
            Percentiles = latency.Count == 0 ? [] : [.. s_percentiles.Select(p => new PercentilePoint(p, recorder.Latency.Percentile(p)))],
            Timeline = recorder.Timeline.Points(),
            Machine = MachineDescription.Current(),
            Version = typeof(LoadReportBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        };
    }

    private static Dictionary<string, long> ErrorsOf(RunRecorder recorder)
    {
        Dictionary<string, long> errors = recorder.Errors.ToDictionary(error => error.Status.ToString(), error => error.Count);
        if (recorder.Overflow > 0)
            errors["Overflow"] = recorder.Overflow;
        return errors;
    }

    /// <summary>One hiccup decides the p99 of few answers.</summary>
    private static string Patience(LatencySummary latency) =>
        latency.Count < EnoughForP99 ? FormattableString.Invariant($", or measure longer: the p99 of {latency.Count} answers rests on the slowest {Math.Max(1, latency.Count / 100)}") : " or offer less load";

    /// <summary>Whether the generator's own lag leaves the measured tail to the service, and why.</summary>
    public static (bool Valid, string Why) Judge(Scenario scenario, LatencySummary latency, LatencySummary lag)
    {
        if (latency.Count == 0)
            return (false, "INVALID: no query was answered.");
        if (lag.Count == 0)
            return (true, "Valid: a closed loop has no intended arrivals to lag behind.");
        string compared = FormattableString.Invariant(
            $"the generator's lag p99 is {lag.P99.TotalMilliseconds:0.###} ms, {lag.P99 / latency.P99:0.#%} of the measured p99 of {latency.P99.TotalMilliseconds:0.###} ms");
        if (double.IsPositiveInfinity(scenario.MaxLagShare))
            return (true, $"Not judged: {compared}.");
        return lag.P99 <= scenario.MaxLagShare * latency.P99
            ? (true, FormattableString.Invariant($"Valid: {compared} (at most {scenario.MaxLagShare:0.#%} allowed)."))
            : (false, FormattableString.Invariant($"INVALID: {compared}; at most {scenario.MaxLagShare:0.#%} is allowed. Give the generator a core of its own{Patience(latency)}."));
    }
}
