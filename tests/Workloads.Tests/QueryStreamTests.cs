using CsCheck;
using RecPipe.Workloads.Queries;

namespace RecPipe.Workloads.Tests;

public class QueryStreamTests
{
    [Fact]
    public void Candidates_are_distinct_and_in_range() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.ULong, Gen.Long).Sample((candidates, more, first, seed, query) =>
        {
            int[] ids = new int[candidates];
            new QueryStream(seed, first, candidates + more, candidates).Fill(query, ids);
            ids.Distinct().Count().ShouldBe(candidates);
            ids.ShouldAllBe(id => id >= first && id < first + candidates + more);
        });

    [Fact]
    public void A_query_is_the_same_whoever_asks_in_whatever_order()
    {
        QueryStream stream = new(seed: 5, firstRow: 100, rows: 10_000, candidates: 64);
        int[][] forward = [.. Enumerable.Range(0, 200).Select(i => Query(stream, i))];
        int[][] concurrent = new int[200][];
        Parallel.For(0, 200, i => concurrent[199 - i] = Query(new(5, 100, 10_000, 64), 199 - i));
        concurrent.ShouldBe(forward);
        Query(new(seed: 6, 100, 10_000, 64), 0).ShouldNotBe(forward[0]);
        forward[1].ShouldNotBe(forward[0]);
    }

    [Theory]
    [InlineData(20)] // shuffled: more than half of the rows
    [InlineData(100)]
    public void Rows_are_drawn_uniformly(int rows)
    {
        const int Queries = 40_000, Candidates = 12;
        QueryStream stream = new(seed: 9, firstRow: 0, rows, Candidates);
        double[] drawn = new double[rows], first = new double[rows];
        int[] ids = new int[Candidates];
        for (int q = 0; q < Queries; q++)
        {
            stream.Fill(q, ids);
            first[ids[0]]++;
            foreach (int id in ids)
                drawn[id]++;
        }
        double share = Queries / (double)rows;
        drawn.ShouldAllBe(count => Math.Abs(count - share * Candidates) < 5 * Math.Sqrt(share * Candidates));
        first.ShouldAllBe(count => Math.Abs(count - share) < 5 * Math.Sqrt(share));
    }

    [Fact]
    public void Allocates_nothing_per_query()
    {
        QueryStream stream = new(1, 0, 100_000, 4096);
        int[] ids = new int[4096];
        stream.Fill(0, ids);
        Allocations.Of(() =>
        {
            for (int q = 1; q < 20; q++)
                stream.Fill(q, ids);
        }).ShouldBe(0);
    }

    [Fact]
    public void More_candidates_than_rows_are_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new QueryStream(1, 0, rows: 9, candidates: 10)).ParamName.ShouldBe("rows");

    private static int[] Query(QueryStream stream, long query)
    {
        int[] ids = new int[stream.Candidates];
        stream.Fill(query, ids);
        return ids;
    }
}
