using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;
using static RecPipe.LoadGen.Tests.Scenarios;

namespace RecPipe.LoadGen.Tests;

public class OpenLoopEngineTests
{
    private static readonly TimeSpan s_millisecond = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_stall_of_the_service_shows_in_the_tail()
    {
        QueueingService service = new(_time, s_millisecond) { StallAt = 500, Stall = TimeSpan.FromMilliseconds(100) };
        LoadReport report = await Run(Of(service.AskAsync, Inject(200, 5)));
        report.Answered.ShouldBe(1000);
        report.Latency.P50.TotalMilliseconds.ShouldBe(1, tolerance: 0.6);
        report.Latency.P95.TotalMilliseconds.ShouldBe(1, tolerance: 0.6);
        report.Latency.P99.TotalMilliseconds.ShouldBeInRange(50, 65); // 25 of 1000 arrivals meet the stall or its queue; the 10th worst waits about 60 ms
        report.Latency.Max.TotalMilliseconds.ShouldBe(101, tolerance: 1);
        report.LatencyFrom.ShouldBe("intended arrival");
    }

    [Fact]
    public async Task A_client_that_waits_for_answers_hides_the_same_stall()
    {
        QueueingService service = new(_time, s_millisecond) { StallAt = 500, Stall = TimeSpan.FromMilliseconds(100) };
        LoadReport report = await Run(Of(service.AskAsync, new KeepConstant(1, TimeSpan.FromSeconds(5))));
        report.Answered.ShouldBeGreaterThan(2000);
        report.Latency.Max.TotalMilliseconds.ShouldBeGreaterThan(100);
        report.Latency.P99.TotalMilliseconds.ShouldBeLessThan(2);
    }

    [Fact]
    public async Task Arrivals_do_not_wait_for_a_service_that_is_too_slow()
    {
        QueueingService service = new(_time, TimeSpan.FromMilliseconds(20)); // 50 a second at most
        LoadReport report = await Run(Of(service.AskAsync, Inject(100, 1)).With(w => w with { Deadline = TimeSpan.FromSeconds(10) }));
        report.OfferedLoad.ShouldBe(100, tolerance: 1e-6);
        report.Throughput.ShouldBe(50, tolerance: 2);
        report.Answered.ShouldBe(100);
        report.Latency.Max.TotalMilliseconds.ShouldBe(1010, tolerance: 5);
        service.Asked.Select(asked => asked.At).Zip(service.Asked.Skip(1).Select(asked => asked.At))
            .ShouldAllBe(pair => Math.Abs((pair.Second - pair.First).TotalMilliseconds - 10) < 0.01);
    }

    [Fact]
    public async Task Warm_up_is_asked_but_not_measured()
    {
        List<long> asked = [];
        LoadReport report = await Run(Of((context, _) =>
        {
            asked.Add(context.Query);
            return new(new StepResult(context.Query < 0 ? StatusCode.Internal : StatusCode.OK));
        }, Inject(100, 1)).With(w => w with { WarmUp = TimeSpan.FromSeconds(2) }));
        asked.Count(query => query < 0).ShouldBe(150); // one second rising to 100/s, one at 100/s
        report.Arrivals.ShouldBe(100);
        report.Answered.ShouldBe(100);
        report.Errors.ShouldBeEmpty();
        report.Lag.Count.ShouldBe(100);
        report.Measured.ShouldBe(TimeSpan.FromSeconds(1));
        asked.Where(query => query >= 0).ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i));
    }

    [Fact]
    public async Task Arrivals_beyond_the_bound_are_overflow_and_silence_is_a_missed_deadline()
    {
        TaskCompletionSource<StepResult> never = new();
        Scenario scenario = Of((_, _) => new(never.Task), Inject(30, 1)).With(w => w with { MaxInFlight = 10 });
        LoadReport report = await Run(scenario);
        report.Arrivals.ShouldBe(30);
        report.Answered.ShouldBe(0);
        report.Errors["Overflow"].ShouldBe(20);
        report.Errors["DeadlineExceeded"].ShouldBe(10);
        report.ErrorShare.ShouldBe(1);
        report.Valid.ShouldBeFalse();
        report.Validity.ShouldBe("INVALID: no query was answered.");
        never.SetResult(new(StatusCode.OK)); // after the report: changes nothing, breaks nothing
        report.Answered.ShouldBe(0);
    }

    [Fact]
    public async Task A_closed_loop_does_not_compete_with_its_warm_up_for_slots()
    {
        QueueingService service = new(_time, TimeSpan.FromMilliseconds(30));
        Scenario scenario = Of(service.AskAsync, new KeepConstant(4, TimeSpan.FromSeconds(1))).With(w => w with { MaxInFlight = 1, WarmUp = TimeSpan.FromSeconds(1) });
        LoadReport report = await Run(scenario);
        report.Errors.ShouldBeEmpty();
        report.Throughput.ShouldBe(1 / 0.03, tolerance: 2);
    }

    [Fact]
    public async Task Failures_are_counted_by_status()
    {
        LoadReport report = await Run(Of((context, _) => (context.Query % 10) switch
        {
            0 => new(new StepResult(StatusCode.ResourceExhausted)),
            1 => ValueTask.FromException<StepResult>(new RpcException(new Status(StatusCode.Unavailable, ""))),
            2 => throw new InvalidDataException("a step that throws"),
            3 => ValueTask.FromException<StepResult>(new TimeoutException()),
            4 => new(new StepResult(StatusCode.OK, Degraded: true)),
            _ => new(new StepResult(StatusCode.OK)),
        }, Inject(100, 1)));
        report.Errors.ShouldBe(new Dictionary<string, long> { ["DeadlineExceeded"] = 10, ["ResourceExhausted"] = 10, ["Unavailable"] = 10, ["Unknown"] = 10 }, ignoreOrder: true);
        report.Answered.ShouldBe(60);
        report.ErrorShare.ShouldBe(0.4, tolerance: 1e-12);
        report.DegradedShare.ShouldBe(1 / 6.0, tolerance: 1e-12);
        report.Latency.Count.ShouldBe(60);
        report.FailedLatency.Count.ShouldBe(40);
    }

    [Fact]
    public async Task An_answer_after_the_deadline_is_worth_nothing()
    {
        QueueingService service = new(_time, s_millisecond) { StallAt = 50, Stall = TimeSpan.FromMilliseconds(100) };
        LoadReport report = await Run(Of(service.AskAsync, Inject(10, 10)).With(w => w with { Deadline = TimeSpan.FromMilliseconds(80) }));
        report.Errors.ShouldBe(new Dictionary<string, long> { ["DeadlineExceeded"] = 1 });
    }

    [Fact]
    public async Task Quality_is_the_mean_where_it_is_defined()
    {
        LoadReport report = await Run(Of((context, _) => new(new StepResult(StatusCode.OK, Quality: context.Query % 2 == 0 ? new ListQuality(context.Query / 100.0, context.Query < 20 ? 1 : 0) : null)), Inject(100, 1)) with { QualityK = 5 });
        report.Quality.ShouldBe(new QualitySummary(5, 0.49, 0.2, 50));
    }

    [Theory]
    [InlineData(ArrivalKind.Poisson)]
    [InlineData(ArrivalKind.Bursty)]
    public async Task The_same_seed_asks_the_same_queries_at_the_same_times(ArrivalKind kind)
    {
        QueueingService[] services = new QueueingService[3];
        for (int i = 0; i < services.Length; i++)
        {
            FakeTimeProvider time = new();
            services[i] = new(time, s_millisecond);
            Scenario scenario = Of(services[i].AskAsync, Inject(300, 1), new Pause(TimeSpan.FromSeconds(0.1)), Inject(50, 1))
                .With(w => w with { Arrivals = new() { Process = kind }, ScheduleSeed = i == 2 ? 8u : 7u });
            await VirtualPacer.Engine(time).RunAsync(scenario, null, TestContext.Current.CancellationToken);
        }
        services[1].Asked.ShouldBe(services[0].Asked);
        services[2].Asked.ShouldNotBe(services[0].Asked);
    }

    [Fact]
    public async Task A_generator_that_lags_makes_its_run_invalid()
    {
        QueueingService service = new(_time, TimeSpan.FromMilliseconds(2));
        Scenario scenario = Of(service.AskAsync, Inject(20, 2));
        LoadReport lagging = await VirtualPacer.Engine(_time, oversleep: s_millisecond).RunAsync(scenario, null, TestContext.Current.CancellationToken);
        lagging.Lag.P99.TotalMilliseconds.ShouldBeGreaterThanOrEqualTo(1);
        lagging.Valid.ShouldBeFalse();
        lagging.Validity.ShouldStartWith("INVALID: the generator's lag p99 is ");
        LoadReport tolerated = await VirtualPacer.Engine(_time, oversleep: s_millisecond).RunAsync(scenario with { MaxLagShare = 0.9 }, null, TestContext.Current.CancellationToken);
        tolerated.Valid.ShouldBeTrue();
        LoadReport punctual = await Run(scenario);
        punctual.Valid.ShouldBeTrue(punctual.Validity);
    }

    [Fact]
    public async Task An_interrupted_run_reports_the_part_that_ran()
    {
        using CancellationTokenSource stop = new();
        Scenario scenario = Of((context, _) =>
        {
            if (context.Query == 50)
                stop.Cancel();
            return new(new StepResult(StatusCode.OK));
        }, Inject(100, 10));
        LoadReport report = await VirtualPacer.Engine(_time).RunAsync(scenario, null, stop.Token);
        report.Interrupted.ShouldBeTrue();
        report.Arrivals.ShouldBe(51);
        report.Measured.TotalSeconds.ShouldBe(0.5, tolerance: 0.01);
        report.OfferedLoad.ShouldBe(100, tolerance: 5);
    }

    [Fact]
    public async Task Phases_follow_one_another()
    {
        QueueingService service = new(_time, s_millisecond);
        LoadReport report = await Run(Of(service.AskAsync, Inject(10, 1), new Pause(TimeSpan.FromSeconds(1)), new RampingInject(0, 20, TimeSpan.FromSeconds(2)), new KeepConstant(2, TimeSpan.FromSeconds(1))));
        double start = service.Asked[0].At.TotalSeconds;
        int[] perSecond = [.. Enumerable.Range(0, 4).Select(second => service.Asked.Count(asked => (int)(asked.At.TotalSeconds - start + 1e-6) == second))];
        perSecond[0].ShouldBe(10);
        perSecond[1].ShouldBe(0);
        (perSecond[2] + perSecond[3]).ShouldBe(20);
        perSecond[3].ShouldBeInRange(14, 16);
        report.Arrivals.ShouldBe(service.Asked.Count);
        report.Timeline.Sum(point => point.Answered).ShouldBe(report.Answered);
        report.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Progress_rises_to_one()
    {
        List<double> seen = [];
        await VirtualPacer.Engine(_time).RunAsync(Of((_, _) => new(new StepResult(StatusCode.OK)), Inject(10, 2)), new Recorded(seen), TestContext.Current.CancellationToken);
        seen.Count.ShouldBeGreaterThan(10);
        seen.ShouldBe(seen.Order());
        seen[^1].ShouldBe(1);
    }

    private Task<LoadReport> Run(Scenario scenario) => VirtualPacer.Engine(_time).RunAsync(scenario, null, TestContext.Current.CancellationToken);

    private sealed class Recorded(List<double> seen) : IProgress<double>
    {
        public void Report(double value) => seen.Add(value);
    }
}
