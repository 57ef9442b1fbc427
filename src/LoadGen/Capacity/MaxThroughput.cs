using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Capacity;

/// <summary>
/// Finds how many queries a second a service can answer: a closed loop with more and more queries in flight, until more of
/// them answer no more. The time it takes is bounded by the options.
/// </summary>
public static class MaxThroughput
{
    /// <param name="engine">Runs the steps.</param>
    /// <param name="scenario">Its step is used; its load and warm-up are replaced.</param>
    /// <param name="options">Bounds of the search.</param>
    /// <param name="progress">Receives the share of the longest possible search.</param>
    /// <param name="cancellationToken">Ends the search with what was found.</param>
    public static async Task<MaxThroughputResult> FindAsync(
        ILoadEngine engine, Scenario scenario, MaxThroughputOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FirstCopies, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MostCopies, 100_000);
        int[] copies = [.. CopiesOf(options)];
        List<LoadReport> steps = [];
        double best = 0;
        for (int i = 0; i < copies.Length && !cancellationToken.IsCancellationRequested; i++)
        {
            Scenario step = scenario with
            {
                Workload = scenario.Workload with { Load = [new KeepConstant(copies[i], options.StepDuration)], WarmUp = options.WarmUp },
            };
            LoadReport report = await engine.RunAsync(step, progress: null, cancellationToken).ConfigureAwait(false);
            progress?.Report((i + 1.0) / copies.Length);
            if (report.Interrupted)
                break;
            steps.Add(report);
            bool rises = report.Throughput > best * (1 + options.SmallestRise);
            best = Math.Max(best, report.Throughput);
            if (!rises)
                break;
        }
        progress?.Report(1);
        return new(steps);
    }

    private static IEnumerable<int> CopiesOf(MaxThroughputOptions options)
    {
        for (int copies = options.FirstCopies; copies <= options.MostCopies; copies *= 2)
            yield return copies;
    }
}
