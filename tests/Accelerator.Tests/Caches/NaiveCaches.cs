namespace RecPipe.Accelerator.Tests.Caches;

/// <summary>The policies written down as plainly as they can be, to hold the fast ones against.</summary>
internal static class NaiveCaches
{
    public static bool[] Fifo(int[] trace, int capacity)
    {
        List<int> queue = [];
        return [.. trace.Select(key =>
        {
            bool hit = queue.Contains(key);
            if (!hit)
                queue.Add(key);
            if (queue.Count > capacity)
                queue.RemoveAt(0);
            return hit;
        })];
    }

    public static bool[] Lru(int[] trace, int capacity)
    {
        List<int> recency = [];
        return [.. trace.Select(key =>
        {
            bool hit = recency.Remove(key);
            recency.Add(key);
            if (recency.Count > capacity)
                recency.RemoveAt(0);
            return hit;
        })];
    }

    /// <summary>Rows needed within the window stay, the soonest first; the others by recency.</summary>
    public static bool[] LookAhead(int[] trace, int capacity, int window)
    {
        Dictionary<int, int> lastUse = [];
        HashSet<int> cache = [];
        bool[] hits = new bool[trace.Length];
        for (int t = 0; t < trace.Length; t++)
        {
            hits[t] = cache.Contains(trace[t]);
            if (!hits[t] && capacity > 0)
            {
                if (cache.Count == capacity)
                    cache.Remove(cache.MaxBy(key => Distance(key, t)));
                cache.Add(trace[t]);
            }
            lastUse[trace[t]] = t;
        }
        return hits;

        long Distance(int key, int t)
        {
            long next = Array.IndexOf(trace, key, t + 1);
            return next >= 0 && next <= (long)t + window ? next : (long)trace.Length + trace.Length - lastUse[key];
        }
    }
}
