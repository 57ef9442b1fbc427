using System.Collections.Concurrent;

namespace RecPipe.Accelerator.Caches.Study;

/// <summary>
/// Runs the study. A table's copies are read one after the other and live in lines of their own, so they come and go together:
/// a cache of n lines behaves exactly as one of n / copies (rounded down) distinct rows. Each cache has seen its trace once
/// before it counts, as in the artefact; only the static one is trained on one half and measured on the other.
/// </summary>
public static class CacheStudy
{
    /// <summary>Measures every setting.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Filter ratio by filter ratio, in each capacity by capacity, in each split by split.</returns>
    /// <exception cref="Ranking.Configuration.ConfigException">An option is out of range.</exception>
    public static IReadOnlyList<CacheStudyPoint> Run(CacheStudyOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        options.ThrowIfInvalid();
        AccessTrace trace = CriteoAccessTrace.Generate(
            (int)(options.Lookups / CriteoAccessTrace.TableRows.Count), options.Seed, options.Parallelism, cancellationToken);
        StageSweep stage1 = Sweep(options, trace, split => split, 1);
        StageSweep[] stage2 = [.. options.FilterRatios.Select(ratio => Sweep(options, Survivors.Parity(trace, ratio), split => 1 - split, ratio))];
        StageSweep[] corrected =
            [.. options.FilterRatios.Select(ratio => Sweep(options, Survivors.OfQueries(trace, ratio, options.Candidates, options.Seed), split => 1 - split, ratio))];
        RunAll([.. new[] { stage1 }.Concat(stage2).Concat(corrected).SelectMany(sweep => sweep.Work())], options.Parallelism, progress, cancellationToken);
        return
        [
            .. options.FilterRatios.SelectMany((ratio, r) => options.Capacities.SelectMany(capacity => options.Splits.Select(split =>
                Point(options, trace, ratio, capacity, split, stage1.Rates, stage2[r].Rates, corrected[r].Rates)))),
        ];
    }

    private static StageSweep Sweep(CacheStudyOptions options, AccessTrace trace, Func<double, double> share, double ratio)
    {
        int[] rows =
        [
            .. options.Capacities.SelectMany(capacity => options.Splits.Select(split => options.Entries(capacity, share(split)) / options.TableCopies))
                .Where(count => count > 0).Distinct().Order(),
        ];
        return new StageSweep(trace, rows, (int)(options.Candidates * ratio) * trace.Group);
    }

    private static void RunAll((double Cost, Action<CancellationToken> Run)[] work, int parallelism, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        double all = work.Sum(piece => piece.Cost), done = 0;
        Lock gate = new();
        ParallelOptions options = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        Parallel.ForEach(
            Partitioner.Create(work.OrderByDescending(piece => piece.Cost), EnumerablePartitionerOptions.NoBuffering),
            options,
            piece =>
            {
                piece.Run(cancellationToken);
                lock (gate)
                    progress?.Report((done += piece.Cost) / all);
            });
    }

    private static CacheStudyPoint Point(
        CacheStudyOptions options, AccessTrace trace, double ratio, long capacity, double split, StageHitRates stage1, StageHitRates stage2, StageHitRates corrected)
    {
        int entries1 = options.Entries(capacity, split), entries2 = options.Entries(capacity, 1 - split);
        long items2 = (long)(trace.Items * ratio);
        return new(
            ratio, capacity, split, entries1, entries2,
            (long)trace.Length * options.TableCopies, items2 * trace.Group * options.TableCopies,
            Rates(stage1, entries1 / options.TableCopies), Rates(stage2, entries2 / options.TableCopies), Rates(corrected, entries2 / options.TableCopies));
    }

    private static double[] Rates(StageHitRates rates, int rows) => [.. Enum.GetValues<CachePolicy>().Select(policy => rates[policy, rows])];
}
