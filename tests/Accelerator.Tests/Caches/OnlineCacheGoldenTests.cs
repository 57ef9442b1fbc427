using System.Globalization;
using System.Text.Json;
using RecPipe.Accelerator.Caches;

namespace RecPipe.Accelerator.Tests.Caches;

/// <summary>The artefact's online cache mode, step by step.</summary>
public class OnlineCacheGoldenTests
{
    private static readonly Lazy<ulong[][]> s_stream = new(() =>
    [
        .. File.ReadLines(Repository.Reference("online_cache_stream.csv"))
            .Select(line => line.Split(',').Select(key => ulong.Parse(key, CultureInfo.InvariantCulture)).ToArray()),
    ]);

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, 13)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Hits_entries_outcomes_and_latency_are_the_published_ones_to_the_last_bit(int index)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Repository.Reference("online_cache_golden.json")));
        using JsonDocument configs = JsonDocument.Parse(File.ReadAllText(Repository.Reference("original_configs.json")));
        JsonElement test = golden.RootElement.GetProperty("cases")[index];
        TwoLevelCache cache = TwoLevelCache.Parity(
            test.GetProperty("l1_capacity_entries").GetDouble(),
            test.GetProperty("dram_capacity_entries").GetDouble(),
            lru: test.GetProperty("name").GetString()!.EndsWith("_lru", StringComparison.Ordinal));
        JsonElement model = configs.RootElement.GetProperty("model_configs").GetProperty(test.GetProperty("model").GetString()!);
        OnlineMemory memory = Memory(configs.RootElement.GetProperty("hardware_configs").GetProperty($"hardconf_{test.GetProperty("hardconf")}"));

        foreach (JsonElement step in test.GetProperty("steps").EnumerateArray())
        {
            (int from, int to) = (step.GetProperty("rows")[0].GetInt32(), step.GetProperty("rows")[1].GetInt32());
            TwoLevelCounts counts = cache.Access([.. s_stream.Value[from..to].SelectMany(row => row)]);

            counts.L1Hits.ShouldBe(step.GetProperty("l1_hits").GetInt64());
            counts.DramHits.ShouldBe(step.GetProperty("dram_hits").GetInt64());
            cache.L1Entries.ShouldBe(step.GetProperty("l1_entries_after").GetInt64());
            cache.DramEntries.ShouldBe(step.GetProperty("dram_entries_after").GetInt64());
            if (step.GetProperty("op").GetString() == "warm")
            {
                counts.L1Misses.ShouldBe(step.GetProperty("dram_lookups").GetInt64());
                continue;
            }
            counts.L1Misses.ShouldBe(step.GetProperty("l1_misses").GetInt64());
            counts.DramMisses.ShouldBe(step.GetProperty("dram_misses").GetInt64());
            counts.OutcomeHash.ToString("x16", CultureInfo.InvariantCulture).ShouldBe(step.GetProperty("outcome_fnv1a64").GetString());
            int items = step.GetProperty("items_per_query").GetInt32();
            (double bytes, long lookups) = Gather(test.GetProperty("dataset").GetString()!, model, items);
            memory.GatherCycles(bytes, lookups, counts).ShouldBe(step.GetProperty("latency_cycles").GetDouble());
        }
    }

    private static (double Bytes, long Lookups) Gather(string dataset, JsonElement model, int items)
    {
        int width = model.GetProperty("arch_sparse_feature_size").GetInt32();
        if (dataset == "kaggle")
            return (4.0 * width * 26 * items, 26L * items);
        return (4.0 * (width + model.GetProperty("arch_sparse_mf_feature_size").GetInt32()) * 2 * items, 4L * items);
    }

    private static OnlineMemory Memory(JsonElement hardware) => new()
    {
        ClockNanoseconds = hardware.GetProperty("clock").GetDouble(),
        DramLatencyCycles = hardware.GetProperty("dram_latency").GetDouble(),
        DramGibibytesPerSecond = hardware.GetProperty("dram_bandwidth").GetDouble(),
        FlashLatencyCycles = hardware.GetProperty("flash_latency").GetDouble(),
        FlashGibibytesPerSecond = hardware.GetProperty("flash_bandwidth").GetDouble(),
    };
}
