using System.Globalization;
using RecPipe.Accelerator.Caches;
using RecPipe.Accelerator.Caches.Study;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Tests.Caches;

public class CacheStudyTests
{
    private static readonly CacheStudyOptions s_small = new()
    {
        Lookups = 60_000,
        Candidates = 512,
        FilterRatios = [0.25, 0.125],
        Capacities = [1 << 20, 3 << 20],
        Splits = [0, 0.1, 0.5, 1],
        Parallelism = 2,
    };

    [Fact]
    public void Every_setting_has_the_published_sizes()
    {
        string[][] rows = [.. File.ReadLines(Repository.Reference("figures", "figure10c_embedding_cache.csv")).Select(line => line.Split(','))];
        CacheStudyOptions options = new();
        rows.Length.ShouldBe(1 + options.FilterRatios.Count * options.Capacities.Count * options.Splits.Count);
        foreach (string[] row in rows[1..])
        {
            double split = Number(row, "cache_ratio");
            long capacity = (long)Number(row, "cache_capacity_total");
            options.Entries(capacity, split).ShouldBe((int)Number(row, "cache_entries_1"));
            options.Entries(capacity, 1 - split).ShouldBe((int)Number(row, "cache_entries_2"));
        }

        double Number(string[] row, string column) => double.Parse(row[Array.IndexOf(rows[0], column)], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_setting_is_what_its_two_caches_do_alone()
    {
        IReadOnlyList<CacheStudyPoint> points = CacheStudy.Run(s_small, cancellationToken: TestContext.Current.CancellationToken);
        points.Count.ShouldBe(16);
        AccessTrace trace = CriteoAccessTrace.Generate(12_000, s_small.Seed);
        foreach (CacheStudyPoint point in points)
        {
            AccessTrace again = trace.Prefix((int)(trace.Items * point.FilterRatio));
            point.Accesses1.ShouldBe(240_000);
            point.Accesses2.ShouldBe(again.Length * 4L);
            point.Stage1[(int)CachePolicy.Fifo].ShouldBe(WarmRate(trace, new FifoCache(point.Entries1 / 4)));
            point.Stage1[(int)CachePolicy.Lru].ShouldBe(WarmRate(trace, new LruCache(point.Entries1 / 4)));
            point.Stage2[(int)CachePolicy.Fifo].ShouldBe(WarmRate(again, new FifoCache(point.Entries2 / 4)));
            point.Stage2[(int)CachePolicy.Lru].ShouldBe(WarmRate(again, new LruCache(point.Entries2 / 4)));
            point.Stage1[(int)CachePolicy.LookAhead].ShouldBeGreaterThanOrEqualTo(point.Stage1[(int)CachePolicy.Lru]);
            point.Stage2Corrected[(int)CachePolicy.LookAhead].ShouldBeGreaterThanOrEqualTo(point.Stage2Corrected[(int)CachePolicy.Lru]);
        }
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.0625)]
    public void Of_each_query_the_ratio_survives_in_order(double ratio)
    {
        // 10 whole queries of 512 and one of 100, every access a row of its own.
        AccessTrace trace = new([.. Enumerable.Range(0, 2 * 5220)], 2 * 5220, Group: 2);
        AccessTrace survivors = Survivors.OfQueries(trace, ratio, 512, seed: 1);

        survivors.Items.ShouldBe(10 * (int)(512 * ratio) + (int)(100 * ratio));
        survivors.Ids.ShouldBe(Enumerable.Range(0, survivors.Length));
    }

    [Fact]
    public void Everything_wrong_with_the_options_is_said_at_once()
    {
        ConfigException refused = Should.Throw<ConfigException>(() => CacheStudy.Run(new() { Lookups = 10, FilterRatios = [2], Splits = [-1] }, cancellationToken: TestContext.Current.CancellationToken));

        refused.Problems.Select(problem => problem.Field).ShouldBe(["--lookups", "filterRatios", "splits"]);
    }

    private static double WarmRate(AccessTrace trace, IEmbeddingCache cache)
    {
        foreach (int id in trace.Ids)
            cache.Access(id);
        return (double)trace.Ids.Count(cache.Access) / trace.Length;
    }
}
