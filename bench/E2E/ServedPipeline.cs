using RecPipe.LoadGen.Capacity;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Bench.E2E;

/// <summary>Measures a pipeline that is served, however that is: warmed up under load, one query in flight, then enough of them.</summary>
internal static class ServedPipeline
{
    private static readonly OpenLoopEngine s_engine = new();

    public static async Task<Result> MeasureAsync(
        string pipeline, string way, Func<StepContext, CancellationToken, ValueTask<StepResult>> step, TimeSpan during, CancellationToken cancellationToken)
    {
        Scenario scenario = new()
        {
            Target = pipeline,
            Step = step,
            Workload = new() { Name = "bench", Load = [new KeepConstant(1, during)], WarmUp = during / 2, Candidates = Workbench.Candidates, Deadline = TimeSpan.FromSeconds(30) },
        };
        await s_engine.RunAsync(WithLoad(scenario, new KeepConstant(2 * Environment.ProcessorCount, during)), null, cancellationToken);
        LoadReport unloaded = await s_engine.RunAsync(scenario, null, cancellationToken);
        Require(unloaded);
        MaxThroughputResult most = await MaxThroughput.FindAsync(
            s_engine, scenario, new() { FirstCopies = 2, MostCopies = 16, StepDuration = during, WarmUp = during / 4 }, null, cancellationToken);
        return new(pipeline, way, unloaded.Latency.P50, unloaded.Latency.Mean, most.Throughput);
    }

    private static Scenario WithLoad(Scenario scenario, LoadSimulation load) => scenario with { Workload = scenario.Workload with { Load = [load] } };

    private static void Require(LoadReport report)
    {
        if (report.Answered == 0 || report.Errors.Count > 0 || report.DegradedShare > 0)
            throw new InvalidOperationException($"{report.Target}: {report.Answered} answered, {report.DegradedShare:0.#%} degraded, errors {string.Join(", ", report.Errors)}.");
    }
}
