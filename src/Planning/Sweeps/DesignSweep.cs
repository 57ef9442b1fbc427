using RecPipe.Planning.Designs;

namespace RecPipe.Planning.Sweeps;

/// <summary>Every design under every load; what a folder already holds is not found again.</summary>
public static class DesignSweep
{
    /// <param name="designs">None twice.</param>
    /// <param name="rates">Offered loads, queries/s.</param>
    /// <param name="runs">What finds points.</param>
    /// <param name="log">Where they are kept.</param>
    /// <param name="progress">Of all points.</param>
    /// <param name="cancellationToken">Stops between points; those found until then are kept.</param>
    /// <returns>Design by design, each by rising rate.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static async Task<IReadOnlyList<SweptPoint>> RunAsync(
        IReadOnlyList<Design> designs, IReadOnlyList<double> rates, IDesignRuns runs, PointLog log, IProgress<SweepProgress>? progress, CancellationToken cancellationToken)
    {
        double[] rising = [.. rates.Order()];
        int all = designs.Count * rising.Length, done = designs.Sum(design => rising.Count(rate => log.Find(design.Key, rate) is not null));
        progress?.Report(new(done, all));
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = runs.Parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(designs.Where(design => rising.Any(rate => log.Find(design.Key, rate) is null)), parallel, async (design, cancelled) =>
        {
            await using IDesignRun run = await runs.OpenAsync(design, [.. rising.Select(rate => log.Find(design.Key, rate)).OfType<SweptPoint>()], cancelled).ConfigureAwait(false);
            foreach (double rate in rising.Where(rate => log.Find(design.Key, rate) is null))
            {
                cancelled.ThrowIfCancellationRequested();
                log.Add(await run.RunAsync(rate, cancelled).ConfigureAwait(false));
                progress?.Report(new(Interlocked.Increment(ref done), all));
            }
        }).ConfigureAwait(false);
        return [.. designs.SelectMany(design => rising.Select(rate => log.Find(design.Key, rate)!))];
    }
}
