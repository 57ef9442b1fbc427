using CsCheck;
using RecPipe.Accelerator.Caches;

namespace RecPipe.Accelerator.Tests.Caches;

public class CachePolicyTests
{
    /// <summary>Rows of which the low ones are frequent.</summary>
    internal static readonly Gen<int[]> Trace = Gen.Int[0, 30].SelectMany(bound => Gen.Int[0, bound]).Array[0, 300];

    [Fact]
    public void First_in_first_out_does_what_a_plain_queue_does() => Gen.Select(Trace, Gen.Int[0, 40]).Sample((trace, capacity) =>
    {
        FifoCache cache = new(capacity);
        trace.Select(cache.Access).ToArray().ShouldBe(NaiveCaches.Fifo(trace, capacity));
        cache.Entries.ShouldBe(Math.Min(capacity, (long)trace.Distinct().Count()));
    });

    [Fact]
    public void Least_recently_used_does_what_a_plain_list_does() => Gen.Select(Trace, Gen.Int[0, 40]).Sample((trace, capacity) =>
    {
        LruCache cache = new(capacity);
        trace.Select(cache.Access).ToArray().ShouldBe(NaiveCaches.Lru(trace, capacity));
        cache.Entries.ShouldBe(Math.Min(capacity, (long)trace.Distinct().Count()));
    });

    [Fact]
    public void Keys_are_numbered_as_they_are_first_seen() => Gen.ULong[0, 20000].Array[0, 12000].Sample(keys =>
    {
        KeyNumbering numbering = new();
        Dictionary<ulong, int> expected = [];
        foreach (ulong key in keys)
        {
            expected.TryAdd(key, expected.Count);
            numbering.IdOf(key).ShouldBe(expected[key]);
        }
        numbering.Count.ShouldBe(expected.Count);
    }, iter: 20);

    [Fact]
    public void A_key_holds_its_table_and_its_row() => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]).Sample((table, row) =>
    {
        ulong key = CacheKey.Of(table, row);
        CacheKey.Table(key).ShouldBe(table);
        CacheKey.Row(key).ShouldBe(row);
    });
}
