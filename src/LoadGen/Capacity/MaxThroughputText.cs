using System.Text.Json;
using RecPipe.LoadGen.Reports;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting.Tables;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Capacity;

/// <summary>A search for the maximum throughput, written out.</summary>
internal static class MaxThroughputText
{
    public static string Plain(MaxThroughputResult result)
    {
        Table table = new(new("In flight"), new("Queries/s"), new("p50 (ms)"), new("p95 (ms)"), new("p99 (ms)"), new("Errors"));
        foreach (LoadReport step in result.Steps)
        {
            table.Add(
                Invariant($"{((KeepConstant)step.Workload.Load[0]).Copies}"), Invariant($"{step.Throughput:0.##}"), Invariant($"{step.Latency.P50.TotalMilliseconds:0.000}"),
                Invariant($"{step.Latency.P95.TotalMilliseconds:0.000}"), Invariant($"{step.Latency.P99.TotalMilliseconds:0.000}"), Invariant($"{step.ErrorShare:0.##%}"));
        }
        return $"{table.ToText()}\n{Invariant($"Maximum: {result.Throughput:0.##} queries/s with {result.Copies} in flight.")}\n";
    }

    public static string Json(MaxThroughputResult result) => JsonSerializer.Serialize(result, ConfigFile.Json) + "\n";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
