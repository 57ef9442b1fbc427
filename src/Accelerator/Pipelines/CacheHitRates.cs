using RecPipe.Accelerator.Caches;

namespace RecPipe.Accelerator.Pipelines;

/// <summary>Shares of a stage's embedding rows found on chip, in [0, 1], by what the memory holds.</summary>
/// <param name="Recent">The most recently used rows (LRU).</param>
/// <param name="Frequent">The rows that were most frequent before.</param>
/// <param name="Waiting">Rows chosen knowing what the waiting candidates need.</param>
/// <param name="FrequentAndWaiting">Half of the memory each.</param>
public readonly record struct CacheHitRates(double Recent, double Frequent, double Waiting, double FrequentAndWaiting)
{
    /// <summary>Simulates each over the second half of a trace; the first half fills the caches and is what "before" means.</summary>
    /// <param name="trace">The stage's accesses, at least two.</param>
    /// <param name="capacity">Rows the memory holds, at least 2.</param>
    /// <param name="window">Accesses of the waiting candidates.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static CacheHitRates Measure(AccessTrace trace, int capacity, int window, CancellationToken cancellationToken = default)
    {
        int half = trace.Length / 2;
        int[] before = trace.Ids[..half], now = trace.Ids[half..];
        LruCache lru = new(capacity);
        foreach (int id in before)
            lru.Access(id);
        HashSet<int> frequent = [.. MostFrequent(before, trace.Keys, capacity / 2)];
        int[] othersBefore = [.. before.Where(id => !frequent.Contains(id))], othersNow = [.. now.Where(id => !frequent.Contains(id))];
        double accesses = now.Length;
        // The same candidates wait, with fewer accesses that the static half does not answer.
        int othersWindow = (int)((long)window * (othersBefore.Length + othersNow.Length) / Math.Max(1, trace.Length));
        return new CacheHitRates(
            Recent: now.Count(lru.Access) / accesses,
            Frequent: StaticSweep.Hits(before, now, trace.Keys, [capacity])[0] / accesses,
            Waiting: LookAhead(before, now, trace.Keys, capacity, window, cancellationToken) / accesses,
            FrequentAndWaiting: (now.Length - othersNow.Length
                + LookAhead(othersBefore, othersNow, trace.Keys, capacity - capacity / 2, othersWindow, cancellationToken)) / accesses);
    }

    /// <summary>The one a device with these features has.</summary>
    public double Of(DeviceFeatures features) => (features & (DeviceFeatures.StaticCache | DeviceFeatures.LookAheadCache)) switch
    {
        DeviceFeatures.StaticCache => Frequent,
        DeviceFeatures.LookAheadCache => Waiting,
        DeviceFeatures.None => Recent,
        _ => FrequentAndWaiting,
    };

    private static IEnumerable<int> MostFrequent(int[] accesses, int keys, int count)
    {
        int[] uses = new int[keys];
        foreach (int id in accesses)
            uses[id]++;
        return Enumerable.Range(0, keys).OrderByDescending(id => uses[id]).Take(count);
    }

    /// <summary>Hits on what is accessed now; the cache has seen what was before.</summary>
    private static long LookAhead(int[] before, int[] now, int keys, int capacity, int window, CancellationToken cancellationToken)
    {
        long all = LookAheadSweep.Hits(new AccessTrace([.. before, .. now], keys), [capacity], window, warm: false, cancellationToken)[0];
        return all - LookAheadSweep.Hits(new AccessTrace(before, keys), [capacity], window, warm: false, cancellationToken)[0];
    }
}
