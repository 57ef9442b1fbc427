using Microsoft.Extensions.Time.Testing;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Pacing;

namespace RecPipe.LoadGen.Tests;

/// <summary>Runs an engine in virtual time, in steps short enough for timers to fire at their own time, on one thread.</summary>
internal sealed class VirtualPacer(FakeTimeProvider time, TimeSpan oversleep = default) : IPacer
{
    private static readonly TimeSpan s_step = TimeSpan.FromMicroseconds(500);

    public static OpenLoopEngine Engine(FakeTimeProvider time, TimeSpan oversleep = default) => new(time, () => new VirtualPacer(time, oversleep));

    public void Prepare()
    {
    }

    public void WaitUntil(long timestamp)
    {
        TimeSpan left = TimeSpan.FromTicks(timestamp - time.GetTimestamp()) + oversleep;
        for (; left > TimeSpan.Zero; left -= s_step)
            time.Advance(left < s_step ? left : s_step);
    }

    public void Start(IThreadPoolWorkItem query) => query.Execute();
}
