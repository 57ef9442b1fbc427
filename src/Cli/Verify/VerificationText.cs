using RecPipe.Reporting.Tables;

namespace RecPipe.Cli.Verify;

/// <summary>A verification for people.</summary>
internal static class VerificationText
{
    public static string Of(Verification result)
    {
        Table table = new(
            new("load"), new("queries/s"), new(""), new("p50 (ms)"), new("p95 (ms)"), new("p99 (ms)"), new("mean (ms)"), new("answered/s"), new("p95 error"), new("others (cores)"), new("tracked p95"), new("error"));
        foreach (VerifiedLoad load in result.Loads)
        {
            string share = Invariant($"{load.Share:0%}"), rate = Invariant($"{load.Rate:0.#}");
            if (load.Planned is { } planned)
                table.Add([share, rate, "planned", .. Numbers(planned), "", "", "", ""]);
            table.Add([share, rate, "predicted", .. Numbers(load.Predicted), "", "", "", ""]);
            foreach (VerifiedRun run in load.Runs)
                table.Add([share, rate, "measured", .. Numbers(run.Measured), Invariant($"{run.P95Error:+0.0%;-0.0%}"), Invariant($"{run.OtherCores:0.00}"), Milliseconds(run.Tracked.P95Ms), Invariant($"{run.TrackedError:+0.0%;-0.0%}")]);
            table.Add([share, rate, "median measured", .. Numbers(load.Measured), Invariant($"{load.P95Error:+0.0%;-0.0%}"), "", "", ""]);
        }
        Table stages = new(
            new("load"), new("stage"), new("queue (ms)"), new("simulated"), new("engine (ms)"), new("simulated"), new("p95 (ms)"), new("way (ms)"), new("elsewhere (ms)"), new("processor (ms)"));
        foreach (VerifiedLoad load in result.Loads)
        {
            foreach (VerifiedRun run in load.Runs)
            {
                foreach (VerifiedStage stage in run.Stages)
                {
                    stages.Add(
                        Invariant($"{load.Share:0%}"), stage.Model, Milliseconds(stage.QueueMs), Milliseconds(stage.SimulatedQueueMs), Milliseconds(stage.EngineMs), Milliseconds(stage.SimulatedEngineMs),
                        Milliseconds(stage.EngineP95Ms), Milliseconds(stage.WayMs), Milliseconds(run.ElsewhereMs), Milliseconds(run.OverheadCpuMs));
                }
            }
        }
        double worst = result.Loads.Max(load => Math.Abs(load.P95Error));
        string judgement = result.Passed
            ? Invariant($"p95 is predicted within {worst:0.0%}; the tolerance is {result.Tolerance:0.0%}.")
            : Invariant($"p95 is off by up to {worst:0.0%}, more than the tolerance of {result.Tolerance:0.0%}.");
        return $"{result.Plan}: {result.Design}; capacity {Invariant($"{result.Capacity:0.#}")} queries/s\n{table.ToText()}\nMeans of each run, measured and simulated with the same arrivals:\n{stages.ToText()}\n{judgement}{Spread(result)}{Failures(result)}";
    }

    private static string Failures(Verification result) => result.Loads.Max(load => load.Failed) switch
    {
        0 => "",
        <= Verification.MostFailed and var share => Invariant($" Up to {share:0.00%} of the queries were not answered."),
        var share => Invariant($" Up to {share:0.0%} of the queries were not answered, too many to pass."),
    };

    /// <summary>How far repeated measurements are apart, and what that says; nothing of single ones.</summary>
    private static string Spread(Verification result)
    {
        double spread = result.Loads.Max(load => load.P95Spread);
        return result.Loads[0].Runs.Count == 1 ? "" : Invariant($" Measured p95 differ among themselves by up to {spread:0.0%}{(spread > result.Tolerance ? ", more than the tolerance: measure longer (--seconds), on an idle machine" : "")}.");
    }

    private static string[] Numbers(Latencies latencies) =>
    [
        Milliseconds(latencies.P50Ms), Milliseconds(latencies.P95Ms), Milliseconds(latencies.P99Ms), Milliseconds(latencies.MeanMs), Invariant($"{latencies.Throughput:0.0}"),
    ];

    private static string Milliseconds(double value) => Invariant($"{value:0.00}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
