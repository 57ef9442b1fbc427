using System.Diagnostics;
using RecPipe.Workloads.Pacing;

namespace RecPipe.Workloads.Tests;

public class WakeableTimerTests
{
    private static readonly long s_millisecond = Stopwatch.Frequency / 1000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_never_returns_early_unless_woken(bool portable)
    {
        using WakeableTimer timer = new(portable);
        for (int i = 0; i < 20; i++)
        {
            long until = Stopwatch.GetTimestamp() + i * s_millisecond / 4;
            timer.WaitUntil(until).ShouldBeTrue();
            Stopwatch.GetTimestamp().ShouldBeGreaterThanOrEqualTo(until);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_thread_ends_a_wait_however_long(bool portable)
    {
        using WakeableTimer timer = new(portable);
        foreach (long until in (long[])[long.MaxValue, Stopwatch.GetTimestamp() + 600_000 * s_millisecond])
        {
            Task<bool> wait = Task.Factory.StartNew(() => timer.WaitUntil(until), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            timer.Wake();
            (await wait.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wake_before_the_wait_is_not_lost_and_counts_once(bool portable)
    {
        using WakeableTimer timer = new(portable);
        timer.Wake();
        timer.WaitUntil(long.MaxValue).ShouldBeFalse();
        long until = Stopwatch.GetTimestamp() + 2 * s_millisecond;
        timer.WaitUntil(until).ShouldBeTrue();
    }
}
