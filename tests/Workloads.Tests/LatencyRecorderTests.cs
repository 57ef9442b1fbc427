using System.Text.Json;
using CsCheck;
using HdrHistogram.Iteration;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Workloads.Tests;

public class LatencyRecorderTests
{
    [Fact]
    public void Percentiles_are_within_a_thousandth_of_a_full_sort() =>
        Gen.Int[1, 50_000_000].Array[1, 400].Sample(microseconds =>
        {
            LatencyRecorder recorder = new();
            foreach (int value in microseconds)
                recorder.Record(TimeSpan.FromMicroseconds(value));
            int[] sorted = [.. microseconds.Order()];
            foreach (double percentile in new[] { 1, 50, 75, 90, 95, 99, 99.9, 100 })
            {
                double exact = sorted[Math.Max(0, (int)Math.Ceiling(percentile / 100 * sorted.Length - 1e-9) - 1)];
                recorder.Percentile(percentile).TotalMicroseconds.ShouldBe(exact, tolerance: 1 + exact / 1000);
            }
            LatencySummary summary = recorder.Summarize();
            summary.Count.ShouldBe(microseconds.Length);
            summary.Max.ShouldBe(TimeSpan.FromMicroseconds(sorted[^1]));
            summary.Mean.TotalMicroseconds.ShouldBe(microseconds.Average(), tolerance: 0.1);
        }, iter: 100);

    [Fact]
    public void Merging_equals_recording_into_one() =>
        Gen.Select(Gen.Int[1, 1_000_000].Array[0, 100], Gen.Int[1, 1_000_000].Array[0, 100]).Sample((left, right) =>
        {
            LatencyRecorder one = Recorded(left), other = Recorded(right);
            one.Add(other);
            one.Summarize().ShouldBe(Recorded([.. left, .. right]).Summarize());
        }, iter: 100);

    [Fact]
    public void Merging_what_was_written_as_json_equals_recording_all_in_one_place() =>
        Gen.Select(Gen.Int[1, 3], Gen.Select(Gen.Int[0, 2], Gen.OneOf(Gen.Long[0, 50], Gen.Long[0, 10_000_000], Gen.Long[0, 7_000_000_000])).Array[0, 300]).Sample((digits, recorded) =>
        {
            LatencyRecorder all = new(digits), merged = new(digits);
            LatencyRecorder[] parts = [new(digits), new(digits), new(digits)];
            foreach ((int part, long ticks) in recorded)
            {
                all.Record(TimeSpan.FromTicks(ticks));
                parts[part].Record(TimeSpan.FromTicks(ticks));
            }
            foreach (LatencyRecorder part in parts)
                merged.Add(JsonSerializer.Deserialize<LatencyRecorder>(JsonSerializer.Serialize(part, ConfigFile.Json), ConfigFile.Json)!);
            merged.Counts.RecordedValues().Select(Bucket).ShouldBe(all.Counts.RecordedValues().Select(Bucket));
            (merged.SumTicks, merged.MaxTicks, merged.Count).ShouldBe((all.SumTicks, all.MaxTicks, (long)recorded.Length));
            merged.Summarize().ShouldBe(all.Summarize());
        }, iter: 200);

    [Theory]
    [InlineData("""{ "hdr": "", "sumTicks": 0, "maxTicks": 0 }""")]
    [InlineData("""{ "hdr": "not base64", "sumTicks": 0, "maxTicks": 0 }""")]
    [InlineData("""{ "hdr": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", "sumTicks": 0, "maxTicks": 0 }""")]
    public void What_is_not_a_histogram_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<LatencyRecorder>(json, ConfigFile.Json));

    private static (long Value, long Count) Bucket(HistogramIterationValue value) => (value.ValueIteratedTo, value.CountAddedInThisIterationStep);

    [Fact]
    public void Threads_lose_no_records()
    {
        LatencyRecorder recorder = new();
        Parallel.For(0, 8, worker =>
        {
            for (int i = 1; i <= 10_000; i++)
                recorder.Record(TimeSpan.FromMicroseconds(i));
        });
        LatencySummary summary = recorder.Summarize();
        summary.Count.ShouldBe(80_000);
        summary.Max.ShouldBe(TimeSpan.FromMilliseconds(10));
        summary.Mean.ShouldBe(TimeSpan.FromMicroseconds(5000.5));
        summary.P50.TotalMicroseconds.ShouldBe(5000, tolerance: 6);
    }

    [Fact]
    public void Times_outside_the_range_count_at_its_ends()
    {
        LatencyRecorder recorder = new();
        recorder.Record(TimeSpan.FromSeconds(-1));
        recorder.Record(TimeSpan.FromHours(1));
        recorder.Count.ShouldBe(2);
        recorder.Percentile(50).ShouldBe(TimeSpan.FromMicroseconds(1));
        recorder.Percentile(100).TotalMinutes.ShouldBe(10, tolerance: 0.01);
        recorder.Summarize().Max.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Nothing_recorded_summarizes_to_zeros() => new LatencyRecorder().Summarize().P99.ShouldBe(TimeSpan.Zero);

    private static LatencyRecorder Recorded(int[] microseconds)
    {
        LatencyRecorder recorder = new();
        foreach (int value in microseconds)
            recorder.Record(TimeSpan.FromMicroseconds(value));
        return recorder;
    }
}
