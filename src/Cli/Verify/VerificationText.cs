using RecPipe.Reporting.Tables;

namespace RecPipe.Cli.Verify;

/// <summary>A verification for people.</summary>
internal static class VerificationText
{
    public static string Of(Verification result)
    {
        Table table = new(
            new("load"), new("queries/s"), new(""), new("p50 (ms)"), new("p95 (ms)"), new("p99 (ms)"), new("mean (ms)"), new("answered/s"), new("p95 error"), new("others (cores)"), new("replayed p95"));
        foreach (VerifiedLoad load in result.Loads)
        {
            string share = Invariant($"{load.Share:0%}"), rate = Invariant($"{load.Rate:0.#}");
            table.Add([share, rate, "predicted", .. Numbers(load.Predicted), "", "", ""]);
            foreach (VerifiedRun run in load.Runs)
                table.Add([share, rate, "measured", .. Numbers(run.Measured), Invariant($"{run.P95Error:+0.0%;-0.0%}"), Invariant($"{run.OtherCores:0.00}"), Milliseconds(run.Replayed.P95Ms)]);
            table.Add([share, rate, "median measured", .. Numbers(load.Measured), Invariant($"{load.P95Error:+0.0%;-0.0%}"), "", ""]);
        }
        Table stages = new(new("load"), new("stage"), new("queue (ms)"), new("engine (ms)"), new("way there and back (ms)"), new("rest (ms)"), new("processor outside (ms)"));
        foreach (VerifiedLoad load in result.Loads)
        {
            for (int i = 0; i < load.Runs[0].Stages.Count; i++)
            {
                stages.Add(
                    Invariant($"{load.Share:0%}"), load.Runs[0].Stages[i].Model,
                    Mean(load, run => run.Stages[i].QueueMs), Mean(load, run => run.Stages[i].ComputeMs), Mean(load, run => run.Stages[i].NetworkMs),
                    Mean(load, run => run.Measured.MeanMs - run.Stages.Sum(stage => stage.QueueMs + stage.ComputeMs + stage.NetworkMs)), Mean(load, run => run.OverheadCpuMs));
            }
        }
        double worst = result.Loads.Max(load => Math.Abs(load.P95Error)), spread = result.Loads.Max(load => load.P95Spread);
        string judgement = result.Passed
            ? Invariant($"p95 is predicted within {worst:0.0%}; the tolerance is {result.Tolerance:0.0%}.")
            : Invariant($"p95 is off by up to {worst:0.0%}, more than the tolerance of {result.Tolerance:0.0%}.");
        return $"{result.Plan}: {result.Design}; capacity {Invariant($"{result.Capacity:0.#}")} queries/s\n{table.ToText()}\nMeans over the runs:\n{stages.ToText()}\n{judgement} Measured p95 differ among themselves by up to {Invariant($"{spread:0.0%}")}.";
    }

    private static string[] Numbers(Latencies latencies) =>
    [
        Milliseconds(latencies.P50Ms), Milliseconds(latencies.P95Ms), Milliseconds(latencies.P99Ms), Milliseconds(latencies.MeanMs), Invariant($"{latencies.Throughput:0.0}"),
    ];

    private static string Mean(VerifiedLoad load, Func<VerifiedRun, double> of) => Milliseconds(load.Runs.Average(of));

    private static string Milliseconds(double value) => Invariant($"{value:0.00}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
