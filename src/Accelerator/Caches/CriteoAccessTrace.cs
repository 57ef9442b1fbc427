using RecPipe.Ranking.Randomness;

namespace RecPipe.Accelerator.Caches;

/// <summary>
/// Accesses to the five big tables of Criteo Kaggle (C3, C4, C12, C16, C21: 98 % of its rows), item after item.
/// <para>
/// The law. In the first 6,000 rows of the log each of the five columns is a function of C3: they are coarser and coarser names of
/// one thing, and are missing together. So one number a row decides all five: with probability <see cref="MissingShare"/> all
/// are missing, else each is the rank at that quantile of a Zipf-Mandelbrot law p(r) ~ (r + q)^-s over the rows of its table.
/// Items are independent: the published hit rates of the first 1/16 and of the whole trace differ by less than 0.15 points, so
/// the trace behind them does not drift.
/// </para>
/// <para>
/// The fit. Missing share, s and q are the only parameters, chosen by Nelder and Mead's method so that the first-in-first-out
/// hit rate expected of independent accesses (a row of probability p is there with probability pT / (1 + pT), T such that these
/// sum to the capacity) is closest to the published stage-1 hit rates; it is within 0.15 points of all of them.
/// </para>
/// </summary>
public static class CriteoAccessTrace
{
    /// <summary>Share of items whose five values are missing.</summary>
    public const double MissingShare = 0.0355;

    /// <summary>The s of the law.</summary>
    public const double Exponent = 1.0753;

    /// <summary>The q of the law.</summary>
    public const double Shift = 3.8435;

    private const int BlockItems = 1 << 14;

    /// <summary>Rows of C3, C4, C12, C16 and C21.</summary>
    public static IReadOnlyList<int> TableRows { get; } = [10131227, 2202608, 8351593, 5461306, 7046547];

    /// <summary>Makes a trace. The same seed gives the same trace, whatever the threads; a longer one starts with the shorter.</summary>
    /// <param name="items">Items, each reading one row of each of the five tables.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="parallelism">Threads.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static AccessTrace Generate(int items, ulong seed, int parallelism = 1, CancellationToken cancellationToken = default)
    {
        int tables = TableRows.Count;
        int[] places = new int[checked(items * tables)];
        RankQuantiles[] laws = [.. TableRows.Select(rows => new RankQuantiles(rows, Exponent, Shift))];
        int[] starts = new int[tables];
        for (int t = 1; t < tables; t++)
            starts[t] = starts[t - 1] + TableRows[t - 1] + 1;
        int blocks = (items + BlockItems - 1) / BlockItems;
        ParallelOptions options = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        Parallel.For(0, blocks, options, block =>
        {
            Xoshiro256 random = new(seed, (ulong)block);
            int end = Math.Min(items, (block + 1) * BlockItems);
            for (int item = block * BlockItems; item < end; item++)
            {
                bool missing = random.NextUniform() < MissingShare;
                double quantile = random.NextUniform();
                for (int t = 0; t < tables; t++)
                    places[item * tables + t] = starts[t] + (missing ? 0 : laws[t].Rank(quantile));
            }
        });
        return new AccessTrace(places, starts[^1] + TableRows[^1] + 1, tables).Renumbered(places);
    }
}
