using CsCheck;
using RecPipe.Accelerator.Caches;

namespace RecPipe.Accelerator.Tests.Caches;

public class PrefetchingCacheTests
{
    private static readonly Gen<AccessTrace> s_trace = CachePolicyTests.Trace.Select(accesses => AccessTrace.Of([.. accesses.Select(key => CacheKey.Of(0, key))]));

    [Fact]
    public void Without_bandwidth_it_hits_what_the_policy_alone_hits() =>
        Gen.Select(s_trace, Gen.Int[0, 40], Gen.Int[0, 80]).Sample((trace, capacity, window) =>
        {
            PrefetchCounts counts = PrefetchingCache.Run(trace, capacity, window, fetchesPerAccess: 0);
            counts.Hits.ShouldBe(LookAheadSweep.Hits(trace, [capacity], window)[0]);
            counts.OnTime.ShouldBe(0);
        });

    [Fact]
    public void With_bandwidth_and_room_only_the_first_access_waits() =>
        Gen.Select(s_trace.Where(trace => trace.Length > 0), Gen.Int[1, 80]).Sample((trace, window) =>
        {
            PrefetchCounts counts = PrefetchingCache.Run(trace, capacity: window + 1, window, fetchesPerAccess: window + 1);
            counts.Late.ShouldBe(1);
        });

    [Fact]
    public void It_does_what_a_plain_simulation_does() =>
        Gen.Select(s_trace, Gen.Int[1, 40], Gen.Int[0, 80], Gen.Double[0, 3]).Sample((trace, capacity, window, bandwidth) =>
        {
            PrefetchCounts counts = PrefetchingCache.Run(trace, capacity, window, bandwidth);
            counts.ShouldBe(Plain(trace.Ids, capacity, window, bandwidth));
        });

    /// <summary>Two rows in turn and one place: only before the last access is the row that is held no longer needed.</summary>
    [Fact]
    public void One_place_has_no_room_to_fetch_ahead_while_its_row_is_needed()
    {
        AccessTrace trace = AccessTrace.Of([0, 1, 0, 1, 0, 1]);

        PrefetchingCache.Run(trace, capacity: 1, window: 4, fetchesPerAccess: 5).ShouldBe(new PrefetchCounts(6, 0, 1));
    }

    private static PrefetchCounts Plain(int[] trace, int capacity, int window, double fetchesPerAccess)
    {
        HashSet<int> held = [], ahead = [];
        Dictionary<int, int> lastUse = [];
        long hits = 0, onTime = 0;
        double bandwidth = 0;
        int fetch = 0;
        for (int t = 0; t < trace.Length; t++)
        {
            int id = trace[t];
            if (held.Contains(id))
                _ = ahead.Contains(id) ? onTime++ : hits++;
            else
            {
                bandwidth--;
                if (held.Count == capacity)
                {
                    int? victim = Oldest(t);
                    if (victim is null)
                    {
                        victim = held.MaxBy(key => Next(key, t));
                        fetch = Math.Min(fetch, Next(victim.Value, t));
                    }
                    held.Remove(victim.Value);
                    ahead.Remove(victim.Value);
                }
                held.Add(id);
            }
            ahead.Remove(id);
            lastUse[id] = t;
            bandwidth += fetchesPerAccess;
            for (fetch = Math.Max(fetch, t + 1); bandwidth >= 1 && fetch <= t + window && fetch < trace.Length; fetch++)
            {
                if (held.Contains(trace[fetch]))
                    continue;
                if (held.Count == capacity)
                {
                    if (Oldest(t) is not int victim)
                        break;
                    held.Remove(victim);
                }
                held.Add(trace[fetch]);
                ahead.Add(trace[fetch]);
                bandwidth--;
            }
            bandwidth = Math.Min(bandwidth, 1);
        }
        return new(trace.Length, hits, onTime);

        int Next(int key, int t)
        {
            int next = Array.IndexOf(trace, key, t + 1);
            return next < 0 || next > t + window ? int.MaxValue : next;
        }

        int? Oldest(int t)
        {
            int[] candidates = [.. held.Where(key => Next(key, t) == int.MaxValue)];
            return candidates.Length == 0 ? null : candidates.MinBy(key => lastUse[key]);
        }
    }
}
