using CsCheck;
using RecPipe.Datasets.Criteo;

namespace RecPipe.Datasets.Tests.Criteo;

public class IdMapTests
{
    [Fact]
    public void Numbers_keys_as_a_dictionary_would() =>
        Gen.OneOf(Gen.UInt[0, 50], Gen.UInt, Gen.UInt[0, 2000].Select(k => k << 20), Gen.UInt[0, 2000].Select(k => ~k)).Array[0, 3000].Sample(keys =>
        {
            IdMap map = new();
            Dictionary<uint, int> expected = [];
            foreach (uint key in keys)
            {
                map.Find(key).ShouldBe(expected.TryGetValue(key, out int known) ? known : -1);
                expected.TryAdd(key, expected.Count);
                map.Prefetch(key);
                map.FindOrAdd(key).ShouldBe(expected[key]);
            }
            map.Count.ShouldBe(expected.Count);
            foreach ((uint key, int id) in expected)
                map.Find(key).ShouldBe(id);
        });

    [Fact]
    public void Holds_a_million_keys_of_any_pattern()
    {
        foreach (uint step in new uint[] { 1, 1 << 12, 0x10001, 0x9E3779B9 })
        {
            IdMap map = new();
            for (uint i = 0; i < 1_000_000; i++)
                map.FindOrAdd(i * step);
            for (uint i = 0; i < 1_000_000; i += 999)
                map.FindOrAdd(i * step).ShouldBe((int)(i % (step == 1 << 12 ? 1u << 20 : uint.MaxValue)));
        }
    }

    [Fact]
    public void Keys_0_and_the_largest_are_keys_like_any_other()
    {
        IdMap map = new();
        map.Find(0).ShouldBe(-1);
        map.FindOrAdd(uint.MaxValue).ShouldBe(0);
        map.FindOrAdd(0).ShouldBe(1);
        map.Find(0).ShouldBe(1);
        map.Find(uint.MaxValue).ShouldBe(0);
    }
}
