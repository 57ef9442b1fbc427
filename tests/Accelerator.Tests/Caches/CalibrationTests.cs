using System.Globalization;
using RecPipe.Accelerator.Caches;

namespace RecPipe.Accelerator.Tests.Caches;

/// <summary>The generated trace against the published stage-1 hit rates: lines of a first-in-first-out cache, table copies in fours.</summary>
public class CalibrationTests
{
    private const int Copies = 4, Items = 400_000;

    private static readonly Lazy<AccessTrace> s_trace = new(() => CriteoAccessTrace.Generate(Items, seed: 1, parallelism: 2));

    [Fact]
    public void Hit_rates_are_within_one_point_of_the_published_ones()
    {
        (int Lines, double Percent)[] published =
            [(491, 6.6), (4_096, 22.0), (8_192, 28.3), (16_384, 34.7), (32_768, 40.9), (49_152, 44.4), (65_536, 46.8), (98_304, 50.1), (131_072, 52.3)];

        ShouldBeNear(published, points: 1);
    }

    [Fact]
    public void Hit_rates_are_within_one_point_of_every_published_setting()
    {
        string[][] rows = [.. File.ReadLines(Repository.RealData("access-stats", "recpipe-criteo-cache-hitrates.tsv")).Select(line => line.Split('\t'))];
        int lines = Array.IndexOf(rows[0], "cache_entries_1"), rate = Array.IndexOf(rows[0], "hitrate_1");

        ShouldBeNear([.. rows.Skip(1).Select(row => (int.Parse(row[lines], CultureInfo.InvariantCulture), double.Parse(row[rate], CultureInfo.InvariantCulture))).Distinct()], points: 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_accesses_whatever_the_threads()
    {
        AccessTrace one = CriteoAccessTrace.Generate(50_000, seed: 4), two = CriteoAccessTrace.Generate(50_000, seed: 4, parallelism: 2);
        AccessTrace shorter = CriteoAccessTrace.Generate(20_000, seed: 4), other = CriteoAccessTrace.Generate(50_000, seed: 5);

        two.Ids.ShouldBe(one.Ids);
        shorter.Ids.ShouldBe(one.Ids[..shorter.Length]);
        other.Ids.SequenceEqual(one.Ids).ShouldBeFalse();
    }

    /// <summary>A table's copies, read one after the other, come and go together: the study may hold one of them for all.</summary>
    [Theory]
    [InlineData(81)]
    [InlineData(491)]
    [InlineData(4_099)]
    public void Four_copies_of_each_table_behave_as_a_quarter_of_the_lines(int lines)
    {
        AccessTrace trace = CriteoAccessTrace.Generate(10_000, seed: 2);
        FifoCache fifo = new(lines), fifoQuarter = new(lines / Copies);
        LruCache lru = new(lines), lruQuarter = new(lines / Copies);
        foreach (int id in trace.Ids)
        {
            (bool fifoHit, bool lruHit) = (fifoQuarter.Access(id), lruQuarter.Access(id));
            for (int copy = 0; copy < Copies; copy++)
            {
                fifo.Access(Copies * id + copy).ShouldBe(fifoHit);
                lru.Access(Copies * id + copy).ShouldBe(lruHit);
            }
        }
    }

    private static void ShouldBeNear((int Lines, double Percent)[] published, double points)
    {
        AccessTrace trace = s_trace.Value;
        CacheCounts[] counts = new CacheSimulation { Policy = CachePolicy.Fifo, Warm = true }.Run(trace, [.. published.Select(point => point.Lines / Copies)]);
        for (int i = 0; i < published.Length; i++)
            (100 * counts[i].HitRate).ShouldBe(published[i].Percent, points, $"{published[i].Lines} lines");
    }
}
