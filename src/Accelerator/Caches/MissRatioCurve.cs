using RecPipe.Ranking.Randomness;

namespace RecPipe.Accelerator.Caches;

/// <summary>
/// How many accesses of a trace miss an exact LRU cache, for every capacity at once: one pass for all of them.
/// </summary>
public sealed class MissRatioCurve
{
    private const int CancellationStride = 1 << 20;

    /// <summary>[capacity]: hits of a cache of so many tracked rows.</summary>
    private readonly double[] _hits;

    /// <summary>Rows of the trace for each tracked one.</summary>
    private readonly double _scale;

    private MissRatioCurve(double[] hits, double scale, long accesses, long tracked)
    {
        (_hits, _scale, Accesses, TrackedAccesses) = (hits, scale, accesses, tracked);
    }

    /// <summary>Accesses the curve speaks of.</summary>
    public long Accesses { get; }

    /// <summary>Accesses whose distance was computed: all of them, or those to sampled rows.</summary>
    public long TrackedAccesses { get; }

    /// <summary>Smallest capacity with the lowest miss ratio.</summary>
    public long LargestCapacity => (long)Math.Ceiling((_hits.Length - 1) * _scale);

    /// <summary>The exact curve (Mattson stack distances).</summary>
    /// <param name="trace">The accesses.</param>
    /// <param name="warm">Whether the caches have seen the whole trace once before it counts, as the published study did.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    public static MissRatioCurve Exact(AccessTrace trace, bool warm = false, CancellationToken cancellationToken = default)
    {
        StackDistances distances = new(trace.Keys);
        int[] counts = new int[trace.Keys + 1];
        for (int pass = warm ? 0 : 1; pass < 2; pass++)
        {
            for (int from = 0; from < trace.Length; from += CancellationStride)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (int id in trace.Ids.AsSpan(from, Math.Min(CancellationStride, trace.Length - from)))
                {
                    int distance = distances.Access(id);
                    if (pass == 1)
                        counts[distance]++;
                }
            }
        }
        return new(Cumulate(counts, 1, 0), 1, trace.Length, trace.Length);
    }

    /// <summary>
    /// An estimate from the rows whose hash falls under a threshold (SHARDS, Waldspurger et al., FAST 2015): their distances
    /// among themselves, divided by the rate. The difference between the accesses sampled and those expected goes to the
    /// shortest distance, the paper's adjustment for frequent rows that were or were not sampled.
    /// </summary>
    /// <param name="trace">The accesses.</param>
    /// <param name="rate">Share of the rows to follow, in (0, 1].</param>
    /// <param name="seed">Chooses the rows.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    public static MissRatioCurve Sampled(AccessTrace trace, double rate, ulong seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1);
        (int[] sampleIds, int rows) = Sample(trace.Keys, rate, seed);
        StackDistances distances = new(rows);
        int[] counts = new int[rows + 1];
        long tracked = 0;
        for (int from = 0; from < trace.Length; from += CancellationStride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (int id in trace.Ids.AsSpan(from, Math.Min(CancellationStride, trace.Length - from)))
            {
                int sampled = sampleIds[id];
                if (sampled < 0)
                    continue;
                tracked++;
                counts[distances.Access(sampled)]++;
            }
        }
        double missing = trace.Length * rate - tracked;
        return new(Cumulate(counts, 1 / rate, missing / rate), 1 / rate, trace.Length, tracked);
    }

    /// <summary>
    /// An estimate from how long it takes until a row is read again, for a random part of the accesses (average eviction time,
    /// Hu et al., USENIX ATC 2016): if a share P(t) of the accesses is not repeated within t, a row leaves a cache of
    /// c = P(0) + ... + P(T - 1) rows after T accesses, and P(T) of the accesses miss it. No hash decides over a frequent row's
    /// whole share, so on skewed traces this is far nearer than <see cref="Sampled"/>; it assumes that the trace does not drift.
    /// </summary>
    /// <param name="trace">The accesses.</param>
    /// <param name="rate">Share of the accesses to follow, in (0, 1].</param>
    /// <param name="seed">Chooses the accesses.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    public static MissRatioCurve OfReuseTimes(AccessTrace trace, double rate, ulong seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1);
        (int[] times, int sampled) = ReuseTimes.Sample(trace, rate, seed, cancellationToken);
        return new(ReuseTimes.Hits(times, sampled, trace), 1, trace.Length, sampled);
    }

    /// <summary>Hits of an LRU cache; a whole number unless estimated.</summary>
    /// <param name="capacity">Rows it holds, at least 0.</param>
    public double Hits(long capacity) => _hits[(int)Math.Clamp(Math.Floor(capacity / _scale), 0, _hits.Length - 1)];

    /// <summary>Share of the accesses that miss an LRU cache.</summary>
    /// <param name="capacity">Rows it holds, at least 0.</param>
    public double MissRatio(long capacity) => Accesses == 0 ? 1 : Math.Clamp(1 - Hits(capacity) / Accesses, 0, 1);

    /// <summary>Of each row, its number among the sampled ones, or -1.</summary>
    private static (int[] Ids, int Rows) Sample(int keys, double rate, ulong seed)
    {
        ulong threshold = rate >= 1 ? ulong.MaxValue : (ulong)(rate * ulong.MaxValue);
        int[] ids = new int[keys];
        int rows = 0;
        for (int id = 0; id < keys; id++)
            ids[id] = SplitMix64.Child(seed, (ulong)id) <= threshold ? rows++ : -1;
        return (ids, rows);
    }

    private static double[] Cumulate(int[] counts, double weight, double atShortest)
    {
        double[] hits = new double[counts.Length];
        double sum = atShortest;
        for (int distance = 1; distance < counts.Length; distance++)
            hits[distance] = sum += counts[distance] * weight;
        return hits;
    }
}
