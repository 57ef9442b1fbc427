using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Synthetic;

namespace RecPipe.Datasets.Tests.Synthetic;

/// <summary>Synthetic rows against what was counted over the first rows of Criteo Kaggle.</summary>
public class CriteoStatisticsTests(SyntheticRows rows) : IClassFixture<SyntheticRows>
{
    public static TheoryData<int> SparseColumns => [.. Enumerable.Range(0, CriteoSchema.SparseWidth)];

    public static TheoryData<int> DenseColumns => [.. Enumerable.Range(0, CriteoSchema.DenseWidth)];

    [Theory]
    [MemberData(nameof(SparseColumns))]
    public void Tables_have_the_published_shares_at_the_top(int column)
    {
        CriteoTable table = CriteoTables.All[column];
        int[] ids = rows.Table(column);
        double[] shares = [.. ids.CountBy(id => id).Select(pair => (double)pair.Value / ids.Length).OrderDescending()];
        shares[0].ShouldBe(table.Top1, 0.004);
        shares.Take(10).Sum().ShouldBe(table.Top10, 0.006);
        ids.Max().ShouldBeLessThan(table.Rows);
    }

    [Theory]
    [MemberData(nameof(SparseColumns))]
    public void Tables_show_the_published_number_of_distinct_values(int column)
    {
        CriteoTable table = CriteoTables.All[column];
        double[] distinct = [.. rows.Table(column).Chunk(CriteoTables.CountedRows).Take(20).Select(chunk => (double)chunk.Distinct().Count())];
        distinct.Average().ShouldBe(table.Distinct, 3 + 0.015 * table.Distinct);
    }

    [Fact]
    public void Lower_ids_are_more_frequent()
    {
        int[] ids = rows.Table(2);
        int[] decades = [.. Enumerable.Range(0, 7).Select(d => ids.Count(id => id + 1 >= Math.Pow(10, d) && id + 1 < 1.1 * Math.Pow(10, d)))];
        decades[0].ShouldBeGreaterThan(decades[1] * 3);
        double perId(int d) => decades[d] / Math.Max(1, 0.1 * Math.Pow(10, d));
        for (int d = 1; d < 6; d++)
            perId(d).ShouldBeGreaterThan(perId(d + 1));
    }

    [Theory]
    [InlineData(2, 11)]
    [InlineData(2, 23)]
    [InlineData(18, 19)]
    [InlineData(18, 25)]
    public void Columns_of_a_group_are_missing_together(int one, int other)
    {
        int[] first = rows.Table(one), second = rows.Table(other);
        int missingFirst = new RankLaw(CriteoTables.All[one]).MissingId, missingSecond = new RankLaw(CriteoTables.All[other]).MissingId;
        int both = first.Zip(second).Count(pair => pair.First == missingFirst && pair.Second == missingSecond);
        ((double)both / rows.Count).ShouldBe(CriteoTables.All[one].Missing, 0.003);
        first.Count(id => id == missingFirst).ShouldBe(both);
    }

    [Fact]
    public void C3_fixes_C12_almost_always()
    {
        int[] c3 = rows.Table(2), c12 = rows.Table(11);
        int pairs = c3.Zip(c12).Distinct().Count();
        ((double)pairs / c3.Distinct().Count()).ShouldBeInRange(1, 1.1);
    }

    [Theory]
    [MemberData(nameof(DenseColumns))]
    public void Counts_have_the_published_quantiles(int column)
    {
        CriteoDenseFeature feature = CriteoDenseFeatures.All[column];
        float[] logs = rows.Feature(column);
        Array.Sort(logs);
        double[] values = [.. logs.Select(x => Math.Round(Math.Exp(x) - 1))];
        double zero = (double)values.Count(x => x == 0) / values.Length;
        zero.ShouldBe(feature.Missing + (1 - feature.Missing) * feature.Zero, 0.01);
        foreach ((double share, double value) in new[] { (0.5, feature.P50), (0.75, feature.P75), (0.95, feature.P95), (0.99, feature.P99) })
            Quantile(share).ShouldBe(value, 1 + 0.1 * value, $"at {share}");

        double Quantile(double share) => values[(int)((feature.Missing + (1 - feature.Missing) * share) * (values.Length - 1))];
    }

    [Theory]
    [InlineData(1, 10, 0.82)]
    [InlineData(4, 13, 0.83)]
    [InlineData(7, 11, 0.88)]
    [InlineData(4, 8, 0.61)]
    [InlineData(6, 9, 0.58)]
    [InlineData(1, 5, -0.49)]
    [InlineData(1, 7, 0.48)]
    [InlineData(2, 9, 0.02)]
    public void Counts_are_correlated_about_as_measured(int one, int other, double measured) =>
        Correlation(rows.Feature(one - 1), rows.Feature(other - 1)).ShouldBe(measured, 0.3);

    [Fact]
    public void A_cache_in_front_of_the_big_tables_hits_as_often_as_published()
    {
        // RecPipe's study: one FIFO cache for five tables of the real trace, every access repeated for four copies: 22.0 % with 4,096
        // entries, 40.9 % with 32,768. The first rows, whose counts the laws are fitted to, are more concentrated: there 28 % hit.
        int[][] big = [rows.Table(2), rows.Table(3), rows.Table(11), rows.Table(15), rows.Table(20)];
        FifoHitRate(big, entries: 4096 / 4).ShouldBe(0.220, 0.08);
        FifoHitRate(big, entries: 32768 / 4).ShouldBe(0.409, 0.08);
    }

    [Fact]
    public void About_a_quarter_of_the_rows_are_clicked()
    {
        rows.Labels.Average(label => (double)label).ShouldBeInRange(0.23, 0.27);
        rows.ClickProbabilities.Average(p => (double)p).ShouldBe(rows.Labels.Average(label => (double)label), 0.004);
    }

    [Fact]
    public void The_planted_model_leaves_room_above_the_target_AUC() =>
        Auc(rows.ClickProbabilities, rows.Labels).ShouldBeInRange(0.80, 0.88);

    [Fact]
    public void Labels_follow_their_probabilities()
    {
        (float P, byte Label)[] sorted = [.. rows.ClickProbabilities.Zip(rows.Labels).OrderBy(pair => pair.First)];
        foreach ((float P, byte Label)[] tenth in sorted.Chunk(sorted.Length / 10))
            tenth.Average(pair => (double)pair.Label).ShouldBe(tenth.Average(pair => (double)pair.P), 0.015);
    }

    private static double FifoHitRate(int[][] tables, int entries)
    {
        HashSet<long> held = [];
        Queue<long> order = [];
        int hits = 0, accesses = 0, warm = tables[0].Length / 2;
        for (int row = 0; row < tables[0].Length; row++)
        {
            for (int t = 0; t < tables.Length; t++)
            {
                long key = ((long)t << 32) | (uint)tables[t][row];
                bool hit = !held.Add(key);
                if (!hit)
                    order.Enqueue(key);
                if (order.Count > entries)
                    held.Remove(order.Dequeue());
                hits += hit && row >= warm ? 1 : 0;
                accesses += row >= warm ? 1 : 0;
            }
        }
        return (double)hits / accesses;
    }

    private static double Correlation(float[] a, float[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        double ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.Sqrt(aa * bb);
    }

    private static double Auc(float[] scores, byte[] labels)
    {
        byte[] ordered = [.. labels];
        Array.Sort([.. scores], ordered);
        double positives = 0, ranks = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            positives += ordered[i];
            ranks += ordered[i] * (i + 1.0);
        }
        return (ranks - positives * (positives + 1) / 2) / (positives * (ordered.Length - positives));
    }
}
