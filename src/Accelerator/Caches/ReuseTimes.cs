using RecPipe.Ranking.Randomness;

namespace RecPipe.Accelerator.Caches;

/// <summary>How many accesses pass until a row is read again, and what LRU caches make of it.</summary>
internal static class ReuseTimes
{
    private const int CancellationStride = 1 << 20;

    /// <summary>Follows a random part of the accesses until their row is read again.</summary>
    /// <returns>The times of those whose row was, ascending, and how many accesses were followed.</returns>
    public static (int[] Times, int Sampled) Sample(AccessTrace trace, double rate, ulong seed, CancellationToken cancellationToken)
    {
        Xoshiro256 random = new(seed);
        // Of each row: the followed access that waits for it, from 1; 0 for none.
        int[] followed = new int[trace.Keys];
        List<int> times = new((int)(trace.Length * rate) + 1);
        int sampled = 0;
        long next = Gap(ref random, rate) - 1;
        int[] ids = trace.Ids;
        for (int t = 0; t < ids.Length; t++)
        {
            if (t % CancellationStride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            ref int since = ref followed[ids[t]];
            if (since != 0)
            {
                times.Add(t + 1 - since);
                since = 0;
            }
            if (t == next)
            {
                since = t + 1;
                sampled++;
                next += Gap(ref random, rate);
            }
        }
        int[] ascending = [.. times];
        Array.Sort(ascending);
        return (ascending, sampled);
    }

    /// <summary>[capacity]: the hits of an LRU cache of so many rows.</summary>
    public static double[] Hits(int[] ascending, int sampled, AccessTrace trace)
    {
        double[] hits = new double[trace.Keys + 1];
        double capacity = 0;
        int filled = 1, time = 0;
        for (int i = 0; i <= ascending.Length && filled < hits.Length; i++)
        {
            // While i of the times have passed, this share of the accesses is still not repeated.
            double share = sampled == 0 ? 1 : 1 - (double)i / sampled;
            int until = i < ascending.Length ? ascending[i] : int.MaxValue;
            capacity += share * ((double)until - time);
            time = until;
            for (; filled < hits.Length && (filled <= capacity || i == ascending.Length); filled++)
                hits[filled] = (1 - share) * trace.Length;
        }
        return hits;
    }

    /// <summary>Accesses from one that is followed to the next: geometric, at least 1.</summary>
    private static long Gap(ref Xoshiro256 random, double rate) =>
        rate >= 1 ? 1 : 1 + (long)Math.Min(Math.Log(1 - random.NextUniform()) / Math.Log(1 - rate), long.MaxValue / 4);
}
