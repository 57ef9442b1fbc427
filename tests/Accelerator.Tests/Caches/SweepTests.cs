using CsCheck;
using RecPipe.Accelerator.Caches;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Accelerator.Tests.Caches;

public class SweepTests
{
    private static readonly Gen<int[]> s_capacities = Gen.Int[0, 35].Array[1, 12];

    [Fact]
    public void A_miss_ratio_curve_equals_the_exact_simulation_at_every_capacity() => CachePolicyTests.Trace.Sample(accesses =>
    {
        AccessTrace trace = Trace(accesses);
        MissRatioCurve curve = MissRatioCurve.Exact(trace);
        for (int capacity = 0; capacity <= trace.Keys + 1; capacity++)
        {
            LruCache cache = new(capacity);
            int hits = trace.Ids.Count(cache.Access);
            curve.Hits(capacity).ShouldBe(hits);
            curve.MissRatio(capacity).ShouldBe(trace.Length == 0 ? 1 : 1 - (double)hits / trace.Length);
        }
    });

    [Fact]
    public void A_warm_curve_counts_the_second_pass_only() => CachePolicyTests.Trace.Sample(accesses =>
    {
        AccessTrace trace = Trace(accesses);
        MissRatioCurve curve = MissRatioCurve.Exact(trace, warm: true);
        for (int capacity = 0; capacity <= trace.Keys + 1; capacity++)
            curve.Hits(capacity).ShouldBe(NaiveCaches.Lru([.. trace.Ids, .. trace.Ids], capacity)[trace.Length..].Count(hit => hit));
    });

    /// <summary>Long enough for the time line to be packed many times and for many blocks.</summary>
    [Fact]
    public void A_curve_of_a_long_trace_equals_the_exact_simulation()
    {
        AccessTrace trace = CriteoAccessTrace.Generate(40_000, seed: 3);
        MissRatioCurve curve = MissRatioCurve.Exact(trace);
        foreach (int capacity in (int[])[1, 10, 100, 513, 5_000, 20_000, trace.Keys])
        {
            LruCache cache = new(capacity);
            curve.Hits(capacity).ShouldBe(trace.Ids.Count(cache.Access));
        }
    }

    [Fact]
    public void First_in_first_out_caches_side_by_side_are_those_simulated_one_by_one() => Gen.Select(CachePolicyTests.Trace, s_capacities).Sample((accesses, capacities) =>
    {
        AccessTrace trace = Trace(accesses);
        FifoSweep sweep = new(trace.Keys, capacities);
        int[] cold = sweep.Access(trace.Ids), warm = sweep.Access(trace.Ids);
        for (int i = 0; i < capacities.Length; i++)
        {
            bool[] expected = NaiveCaches.Fifo([.. trace.Ids, .. trace.Ids], capacities[i]);
            cold[i].ShouldBe(expected[..trace.Length].Count(hit => hit));
            warm[i].ShouldBe(expected[trace.Length..].Count(hit => hit));
        }
    });

    [Fact]
    public void Look_ahead_caches_in_one_pass_are_those_simulated_one_by_one() =>
        Gen.Select(CachePolicyTests.Trace, s_capacities, Gen.OneOf(Gen.Int[0, 20], Gen.Int[0, 400]), Gen.Bool).Sample((accesses, capacities, window, warm) =>
        {
            AccessTrace trace = Trace(accesses);
            long[] hits = LookAheadSweep.Hits(trace, capacities, window, warm);
            for (int i = 0; i < capacities.Length; i++)
            {
                bool[] expected = NaiveCaches.LookAhead(warm ? [.. trace.Ids, .. trace.Ids] : trace.Ids, capacities[i], window);
                hits[i].ShouldBe(expected[(warm ? trace.Length : 0)..].Count(hit => hit));
            }
        });

    [Fact]
    public void Look_ahead_is_least_recently_used_without_a_window_and_never_beats_the_whole_trace() =>
        Gen.Select(CachePolicyTests.Trace, s_capacities, Gen.Int[0, 100]).Sample((accesses, capacities, window) =>
        {
            AccessTrace trace = Trace(accesses);
            MissRatioCurve lru = MissRatioCurve.Exact(trace);
            long[] none = LookAheadSweep.Hits(trace, capacities, 0);
            long[] some = LookAheadSweep.Hits(trace, capacities, window);
            long[] all = LookAheadSweep.Hits(trace, capacities, trace.Length);
            for (int i = 0; i < capacities.Length; i++)
            {
                none[i].ShouldBe((long)lru.Hits(capacities[i]));
                some[i].ShouldBeLessThanOrEqualTo(all[i]);
                none[i].ShouldBeLessThanOrEqualTo(all[i]);
                ((long)NaiveCaches.Fifo(trace.Ids, capacities[i]).Count(hit => hit)).ShouldBeLessThanOrEqualTo(all[i]);
            }
        });

    [Fact]
    public void A_static_cache_serves_the_rows_that_training_read_most()
    {
        int[] training = [4, 4, 4, 2, 2, 0, 1], accesses = [4, 2, 2, 0, 1, 3, 3, 3];

        StaticSweep.Hits(training, accesses, keys: 5, [0, 1, 2, 3, 4, 5, 99]).ShouldBe([0, 1, 3, 4, 5, 5, 5]);
    }

    /// <summary>With independent accesses no cache that cannot see ahead does better in the long run than the most frequent rows.</summary>
    [Fact]
    public void A_static_cache_is_best_for_independent_accesses()
    {
        Xoshiro256 random = new(5);
        RankQuantiles law = new(2000, 1.1, 2);
        int[] ids = new int[400_000];
        foreach (ref int id in ids.AsSpan())
            id = law.Rank(random.NextUniform()) - 1;
        int[] capacities = [10, 50, 200, 800];
        AccessTrace trace = new(ids, 2000);
        double slack = 3 * Math.Sqrt(ids.Length / 2);

        long[] best = StaticSweep.Hits(ids.AsSpan(0, ids.Length / 2), ids.AsSpan(ids.Length / 2), 2000, capacities);

        LruCache[] lru = [.. capacities.Select(capacity => new LruCache(capacity))];
        FifoCache[] fifo = [.. capacities.Select(capacity => new FifoCache(capacity))];
        for (int i = 0; i < capacities.Length; i++)
        {
            int lruHits = trace.Ids.Select(lru[i].Access).Skip(ids.Length / 2).Count(hit => hit);
            int fifoHits = trace.Ids.Select(fifo[i].Access).Skip(ids.Length / 2).Count(hit => hit);
            (best[i] + slack).ShouldBeGreaterThan(lruHits);
            (lruHits + slack).ShouldBeGreaterThan(fifoHits);
        }
    }

    [Fact]
    public void A_curve_sampled_at_rate_1_is_the_exact_one()
    {
        AccessTrace trace = CriteoAccessTrace.Generate(2_000, seed: 9);
        MissRatioCurve exact = MissRatioCurve.Exact(trace), sampled = MissRatioCurve.Sampled(trace, 1);

        for (int capacity = 0; capacity <= trace.Keys; capacity++)
            sampled.Hits(capacity).ShouldBe(exact.Hits(capacity));
    }

    /// <summary>Which rows a hash chooses weighs when few rows get most accesses: points of error, even at a tenth of the rows.</summary>
    [Fact]
    public void A_sampled_curve_is_near_the_exact_one()
    {
        AccessTrace trace = CriteoAccessTrace.Generate(100_000, seed: 11);
        MissRatioCurve exact = MissRatioCurve.Exact(trace), sampled = MissRatioCurve.Sampled(trace, 0.1);

        sampled.TrackedAccesses.ShouldBeInRange(trace.Length / 20, trace.Length / 5);
        for (int capacity = 100; capacity <= trace.Keys; capacity *= 2)
            Math.Abs(sampled.MissRatio(capacity) - exact.MissRatio(capacity)).ShouldBeLessThan(0.05);
    }

    [Theory]
    [InlineData(1, 0.004)]
    [InlineData(0.1, 0.006)]
    public void A_curve_of_reuse_times_is_nearer(double rate, double tolerance)
    {
        AccessTrace trace = CriteoAccessTrace.Generate(100_000, seed: 11);
        MissRatioCurve exact = MissRatioCurve.Exact(trace), sampled = MissRatioCurve.OfReuseTimes(trace, rate);

        ((double)sampled.TrackedAccesses).ShouldBe(trace.Length * rate, trace.Length * 0.01);
        for (int capacity = 1; capacity <= trace.Keys; capacity *= 2)
            Math.Abs(sampled.MissRatio(capacity) - exact.MissRatio(capacity)).ShouldBeLessThan(tolerance, $"{capacity} rows");
        sampled.MissRatio(trace.Keys).ShouldBe(exact.MissRatio(trace.Keys), tolerance);
    }

    [Fact]
    public void A_trace_without_repetition_misses_at_every_capacity()
    {
        AccessTrace trace = new([.. Enumerable.Range(0, 5000)], 5000);

        foreach (MissRatioCurve curve in (MissRatioCurve[])[MissRatioCurve.Exact(trace), MissRatioCurve.OfReuseTimes(trace, 0.3), MissRatioCurve.Sampled(trace, 1)])
            curve.MissRatio(5000).ShouldBe(1);
    }

    private static AccessTrace Trace(int[] accesses) => AccessTrace.Of([.. accesses.Select(key => CacheKey.Of(key % 3, key))]);

    /// <summary>However large a cache is, the first access to a row misses.</summary>
    [Theory]
    [InlineData(CachePolicy.Fifo)]
    [InlineData(CachePolicy.Lru)]
    [InlineData(CachePolicy.LookAhead)]
    public void No_cache_is_so_large_that_it_holds_what_was_never_read(CachePolicy policy)
    {
        AccessTrace trace = new([.. Enumerable.Range(0, 100)], 100);

        new CacheSimulation { Policy = policy }.Run(trace, [100, 1 << 30, int.MaxValue]).Select(counts => counts.Hits).ShouldAllBe(hits => hits == 0);
    }
}
