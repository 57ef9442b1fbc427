using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Parts;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Randomness;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;
using RecPipe.Workloads.Statistics;
using static RecPipe.LoadGen.Tests.Scenarios;

namespace RecPipe.LoadGen.Tests;

/// <summary>A run in three parts against the same run in one, in virtual time and through part files.</summary>
public sealed class SplitRunTests : IDisposable
{
    private const double Rate = 300, Seconds = 30;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Three_parts_at_a_third_of_the_load_measure_what_one_process_measures()
    {
        List<TimeSpan> one = [], three = [];
        RunMeasurement whole = await Measure(LoadPart.Whole, one);
        RunMeasurement[] parts = [await Measure(new(0, 3), three), await Measure(new(1, 3), three), await Measure(new(2, 3), three)];

        LoadReport merged = Merge(parts), single = LoadReportBuilder.Build([whole]);

        double expected = Rate * Seconds, deviation = Math.Sqrt(expected);
        merged.Arrivals.ShouldBe(parts.Sum(part => part.Arrivals));
        ((double)merged.Arrivals).ShouldBe(expected, 4 * deviation);
        ((double)single.Arrivals).ShouldBe(expected, 4 * deviation);
        merged.OfferedLoad.ShouldBe(merged.Arrivals / Seconds, 1e-9);
        merged.Throughput.ShouldBe(merged.Answered / Seconds, 0.5); // the last milliseconds' queries are answered after the end
        merged.Schedule.ShouldNotBeNull().IsPoisson.ShouldBeTrue();
        merged.Schedule.Gaps.ShouldBe((int)merged.Arrivals);
        parts.ShouldAllBe(part => Math.Abs(part.Arrivals - expected / 3) < 4 * Math.Sqrt(expected / 3));

        TwoSampleDistance(one, three).ShouldBeLessThan(1.95 * Math.Sqrt(1.0 / one.Count + 1.0 / three.Count)); // Kolmogorov-Smirnov, p = 0.001
        LatencyRecorder all = new();
        three.ForEach(all.Record);
        merged.Latency.ShouldBe(all.Summarize()); // exact: every sample of every part is in the histogram
        merged.Percentiles.ShouldAllBe(point => point.Latency == all.Percentile(point.Percentile));

        double spread = 4 * Math.Sqrt(0.25 / single.Quality!.Queries + 0.25 / merged.Quality!.Queries);
        merged.Quality.Queries.ShouldBe(merged.Answered);
        merged.Quality.Ndcg.ShouldBe(single.Quality.Ndcg, spread);
        merged.Errors.Keys.ShouldBe(["Unavailable"]);
        merged.ErrorShare.ShouldBe(single.ErrorShare, 4 * Math.Sqrt(2 * 0.02 / expected));
        merged.Timeline.Sum(point => point.Answered + point.Failed).ShouldBe(merged.Arrivals);
        (merged.Valid, merged.Parts.Count).ShouldBe((true, 3));
    }

    [Fact]
    public async Task No_query_is_asked_twice_and_warm_up_has_its_own()
    {
        List<long> asked = [];
        foreach (int index in new[] { 0, 1, 2 })
            await Engine().MeasureAsync(Of(Asks, new Inject(100, TimeSpan.FromSeconds(1))).With(w => w with { WarmUp = TimeSpan.FromSeconds(1) }) with { Part = new(index, 3) }, null, Token);
        asked.Count.ShouldBe(asked.Distinct().Count());
        asked.Where(query => query >= 0).Order().ShouldBe(Enumerable.Range(0, 100).Select(query => (long)query));
        asked.Count(query => query < 0).ShouldBe(75); // rising for half a second, holding for another

        ValueTask<StepResult> Asks(StepContext context, CancellationToken cancellationToken)
        {
            asked.Add(context.Query);
            return new(new StepResult(StatusCode.OK));
        }
    }

    [Fact]
    public async Task Copies_and_the_bound_on_queries_in_flight_are_shared()
    {
        int inFlight = 0, most = 0;
        FakeTimeProvider time = new();
        Scenario scenario = Of(async (_, cancellationToken) =>
        {
            most = Math.Max(most, ++inFlight);
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
            inFlight--;
            return new(StatusCode.OK);
        }, new KeepConstant(7, TimeSpan.FromSeconds(1))) with
        { Part = new(0, 3) };
        await VirtualPacer.Engine(time).MeasureAsync(scenario, null, Token);
        most.ShouldBe(3);

        RunMeasurement flood = await VirtualPacer.Engine(time).MeasureAsync(
            (scenario with { Part = new(1, 3) }).With(w => w with { Load = [Inject(3000, 1)], MaxInFlight = 10 }), null, Token);
        flood.Errors["Overflow"].ShouldBe(flood.Arrivals - flood.Answered);
        flood.Timeline.Sum(interval => interval.Failed).ShouldBe(flood.Errors["Overflow"]);
        ((double)flood.Answered).ShouldBe(60, tolerance: 4); // three at a time, 50 ms each
    }

    [Fact]
    public async Task An_agreed_start_is_kept_to_the_microsecond_and_a_missed_one_is_refused()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        DateTimeOffset at = time.GetUtcNow() + TimeSpan.FromSeconds(12.345678);
        List<TimeSpan> asked = [];
        Scenario scenario = Of((_, _) =>
        {
            asked.Add(time.GetUtcNow() - at);
            return new(new StepResult(StatusCode.OK));
        }, Inject(10, 1)) with
        { StartAt = at, Part = new(1, 2) };
        RunMeasurement measured = await VirtualPacer.Engine(time).MeasureAsync(scenario, null, Token);
        asked.Select(t => Math.Round(t.TotalMilliseconds, 3)).ShouldBe([100, 300, 500, 700, 900]);
        measured.Started.ShouldBe(at);

        ConfigException late = await Should.ThrowAsync<ConfigException>(() => VirtualPacer.Engine(time).MeasureAsync(scenario, null, Token));
        late.Problems.Single().Field.ShouldBe("--start-at");
        late.Message.ShouldContain("s ago by this machine's clock");
    }

    [Fact]
    public async Task A_part_that_lags_makes_the_run_invalid_although_the_whole_would_hide_it()
    {
        FakeTimeProvider time = new();
        Scenario scenario = Of(async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
            return new(StatusCode.OK);
        }, Inject(3000, 2)) with
        { Part = new(0, 2) };
        RunMeasurement good = await VirtualPacer.Engine(time).MeasureAsync(scenario.With(w => w with { Load = [Inject(3000, 2)] }), null, Token);
        RunMeasurement bad = await VirtualPacer.Engine(time, TimeSpan.FromMilliseconds(5)).MeasureAsync(scenario with { Part = new(1, 2) }, null, Token);
        RunMeasurement small = bad with { Latency = Few(20, 5), Lag = Few(5, 5), Arrivals = 5, Answered = 5, Errors = new Dictionary<string, long>(), AnsweredInWindow = 5, Timeline = [new(Few(20, 5), 0), .. bad.Timeline.Skip(1).Select(_ => new IntervalMeasurement(new(digits: 2), 0))] };

        LoadReport merged = Merge(good, small);

        merged.Lag.P99.ShouldBeLessThan(0.1 * merged.Latency.P99);
        merged.Valid.ShouldBeFalse();
        merged.Validity.ShouldStartWith("INVALID: part 1/2 is.");
        merged.Parts.Select(part => part.Valid).ShouldBe([true, false]);
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static OpenLoopEngine Engine() => VirtualPacer.Engine(new FakeTimeProvider());

    private static LatencyRecorder Few(double milliseconds, int count)
    {
        LatencyRecorder recorder = new();
        for (int i = 0; i < count; i++)
            recorder.Record(TimeSpan.FromMilliseconds(milliseconds));
        return recorder;
    }

    /// <summary>Queries take an exponential time of mean 5 ms that depends on nothing but the query; one in fifty fails.</summary>
    private static Task<RunMeasurement> Measure(LoadPart part, List<TimeSpan> latencies)
    {
        FakeTimeProvider time = new();
        Scenario scenario = Of((context, _) =>
        {
            Xoshiro256 random = new(99, (ulong)context.Query);
            long takes = (long)(0.005 * random.NextExponential() * time.TimestampFrequency), answered = time.GetTimestamp() + takes;
            if (random.NextUniform() < 0.02)
                return new(new StepResult(StatusCode.Unavailable, AnsweredAt: answered));
            if (context.Query >= 0)
                latencies.Add(time.GetElapsedTime(0, takes));
            return new(new StepResult(StatusCode.OK, Quality: new(random.NextUniform(), 1), AnsweredAt: answered));
        }, Inject(Rate, Seconds)).With(w => w with { Arrivals = new() { Process = ArrivalKind.Poisson }, WarmUp = TimeSpan.FromSeconds(1) });
        return VirtualPacer.Engine(time).MeasureAsync(scenario with { Part = part }, null, Token);
    }

    /// <summary>Through their files, as in life.</summary>
    private LoadReport Merge(params RunMeasurement[] parts) => PartSet.Merge(
    [
        .. parts.Select(part =>
        {
            string path = _folder.PathOf(PartFile.NameOf(part));
            PartFile.Save(path, part);
            return (path, PartFile.Load(path));
        }),
    ], allowMissing: false);

    private static double TwoSampleDistance(List<TimeSpan> left, List<TimeSpan> right)
    {
        TimeSpan[] a = [.. left.Order()], b = [.. right.Order()];
        double distance = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            TimeSpan value = a[i] < b[j] ? a[i] : b[j];
            while (i < a.Length && a[i] <= value)
                i++;
            while (j < b.Length && b[j] <= value)
                j++;
            distance = Math.Max(distance, Math.Abs((double)i / a.Length - (double)j / b.Length));
        }
        return distance;
    }
}
