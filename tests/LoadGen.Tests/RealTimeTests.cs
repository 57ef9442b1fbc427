using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Pacing;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Workloads.Simulations;
using static RecPipe.LoadGen.Tests.Scenarios;

namespace RecPipe.LoadGen.Tests;

/// <summary>The engine on real threads and the real clock: what holds whatever the machine is doing.</summary>
public class RealTimeTests
{
    [Fact]
    public void The_pacer_is_never_early()
    {
        PrecisePacer pacer = new();
        pacer.Prepare();
        foreach (int microseconds in new[] { -100, 0, 5, 50, 300, 2000 })
        {
            long until = Stopwatch.GetTimestamp() + (long)(microseconds * 1e-6 * Stopwatch.Frequency);
            pacer.WaitUntil(until);
            Stopwatch.GetTimestamp().ShouldBeGreaterThanOrEqualTo(until);
        }
    }

    [Fact]
    public async Task Every_arrival_is_counted_once_on_many_threads()
    {
        ConcurrentBag<long> asked = [];
        Scenario scenario = Of(async (context, cancellationToken) =>
        {
            asked.Add(context.Query);
            await Task.Yield();
            return new(context.Query % 3 == 0 ? StatusCode.Unavailable : StatusCode.OK, Degraded: context.Query % 3 == 1, Quality: new(0.5, 1));
        }, Inject(4000, 0.5)).With(w => w with { Deadline = TimeSpan.FromSeconds(20), MaxInFlight = 2000 });
        LoadReport report = await new OpenLoopEngine().RunAsync(scenario, null, TestContext.Current.CancellationToken);
        report.Arrivals.ShouldBe(2000);
        asked.Order().ShouldBe(Enumerable.Range(0, 2000).Select(i => (long)i));
        report.Answered.ShouldBe(1333);
        report.Errors.ShouldBe(new Dictionary<string, long> { ["Unavailable"] = 667 });
        report.DegradedShare.ShouldBe(667 / 1333.0, tolerance: 1e-12);
        report.Quality.ShouldBe(new QualitySummary(64, 0.5, 1, 1333));
        report.Latency.Count.ShouldBe(1333);
        report.Lag.Count.ShouldBe(2000);
        report.Timeline.Sum(point => point.Answered + point.Failed).ShouldBe(2000);
        report.Schedule.ShouldNotBeNull().IsPoisson.ShouldBeFalse();
        report.ProcessCores.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_closed_loop_keeps_its_copies_in_flight()
    {
        int inFlight = 0, most = 0;
        Scenario scenario = Of(async (_, _) =>
        {
            int now = Interlocked.Increment(ref inFlight);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref inFlight);
            return new(StatusCode.OK);
        }, new KeepConstant(3, TimeSpan.FromSeconds(0.3)));
        LoadReport report = await new OpenLoopEngine().RunAsync(scenario, null, TestContext.Current.CancellationToken);
        most.ShouldBeLessThanOrEqualTo(3);
        report.Arrivals.ShouldBe(report.Answered);
        report.Answered.ShouldBeGreaterThan(10);
        report.Lag.Count.ShouldBe(0);
        report.Valid.ShouldBeTrue();
        report.Schedule.ShouldBeNull();
    }

    [Fact]
    public async Task A_service_that_blocks_its_thread_does_not_hold_up_arrivals()
    {
        using ManualResetEventSlim gate = new();
        Scenario scenario = Of((context, cancellationToken) =>
        {
            if (context.Query == 0)
                gate.Wait(cancellationToken); // opened by a later arrival, on another thread of the pool
            if (context.Query == 5)
                gate.Set();
            return new(new StepResult(StatusCode.OK));
        }, Inject(100, 0.2)).With(w => w with { Deadline = TimeSpan.FromSeconds(20) });
        LoadReport report = await new OpenLoopEngine().RunAsync(scenario, null, TestContext.Current.CancellationToken);
        report.Answered.ShouldBe(20);
        report.Latency.Max.TotalMilliseconds.ShouldBeGreaterThan(49);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen;)
        {
            int found = Interlocked.CompareExchange(ref target, value, seen);
            if (found == seen)
                return;
            seen = found;
        }
    }
}
