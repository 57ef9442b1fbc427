using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.Statistics;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Simulation.Replications;

/// <summary>
/// Runs a pipeline again and again, each time with chances of its own, on all cores, until the percentiles are known well
/// enough. Runs are added in rounds of fixed size, so the result depends on the seed alone.
/// </summary>
public static class Replicator
{
    private const int Round = 8;

    /// <param name="pipeline">What is simulated.</param>
    /// <param name="arrivals">Makes the arrivals of one run from its seed.</param>
    /// <param name="options">How long, how often.</param>
    /// <param name="cancellationToken">Stops between events.</param>
    public static ReplicatedStatistics Run(SimulatedPipeline pipeline, Func<ulong, IArrivalProcess> arrivals, ReplicationOptions options, CancellationToken cancellationToken = default)
    {
        List<PipelineStatistics> runs = [];
        List<double>[] percentiles = [.. options.Percentiles.Select(_ => new List<double>())];
        while (true)
        {
            int more = Math.Min(Math.Max(Round, options.Least - runs.Count), options.Most - runs.Count);
            foreach (PipelineStatistics run in RunRound(pipeline, arrivals, options, runs.Count, more, cancellationToken))
            {
                runs.Add(run);
                for (int i = 0; i < percentiles.Length; i++)
                    percentiles[i].Add(run.Latency.Percentile(options.Percentiles[i]));
            }
            Interval[] intervals = [.. percentiles.Select(Interval.OfMean)];
            bool precise = intervals.All(interval => interval.RelativeHalfWidth <= options.Precision);
            if (precise || runs.Count >= options.Most)
                return Summarize(runs, options.Percentiles.Zip(intervals).ToDictionary(), precise);
        }
    }

    private static PipelineStatistics[] RunRound(SimulatedPipeline pipeline, Func<ulong, IArrivalProcess> arrivals, ReplicationOptions options, int first, int count, CancellationToken cancellationToken)
    {
        PipelineStatistics[] results = new PipelineStatistics[count];
        ParallelOptions parallel = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads };
        Parallel.For(0, count, parallel, () => Runner(pipeline, options, cancellationToken), (i, _, run) =>
        {
            ulong seed = SplitMix64.Child(options.Seed, (ulong)(first + i));
            results[i] = run(arrivals(SplitMix64.Child(seed, 1)), SplitMix64.Child(seed, 2));
            return run;
        }, _ => { });
        return results;
    }

    /// <summary>Makes one run after the other, from arrivals and a seed: without events where the pipeline needs none.</summary>
    private static Func<IArrivalProcess, ulong, PipelineStatistics> Runner(SimulatedPipeline pipeline, ReplicationOptions options, CancellationToken cancellationToken)
    {
        if (TandemRecursion.TryCreate(pipeline) is { } tandem)
            return (arrivals, _) => tandem.Run(arrivals, options.Queries, options.WarmUp, cancellationToken);
        PipelineSimulation simulation = new(pipeline);
        return (arrivals, seed) => simulation.Run(arrivals, options.Queries, options.WarmUp, seed, cancellationToken);
    }

    private static ReplicatedStatistics Summarize(List<PipelineStatistics> runs, Dictionary<double, Interval> percentiles, bool precise)
    {
        LogHistogram latency = new();
        foreach (PipelineStatistics run in runs)
            latency.Add(run.Latency);
        return new()
        {
            Latency = latency,
            Mean = Interval.OfMean([.. runs.Select(run => run.MeanLatency)]),
            Percentiles = percentiles,
            Throughput = Interval.OfMean([.. runs.Select(run => run.Throughput)]),
            Complete = Interval.OfMean([.. runs.Select(run => (double)(run.Answered - run.Degraded) / Math.Max(1, run.Answered + run.Shed + run.Late))]),
            Stages = [.. Enumerable.Range(0, runs[0].Stages.Count).Select(stage => Mean(runs, stage))],
            Runs = runs.Count,
            Precise = precise,
        };
    }

    private static StageStatistics Mean(List<PipelineStatistics> runs, int stage) => new(
        runs[0].Stages[stage].Name,
        runs.Average(run => run.Stages[stage].Utilisation),
        runs.Average(run => run.Stages[stage].MeanWait),
        runs.Average(run => run.Stages[stage].MeanQueue),
        runs.Sum(run => run.Stages[stage].Refused),
        runs.Sum(run => run.Stages[stage].Hedged));
}
