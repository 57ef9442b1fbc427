using Microsoft.Extensions.Time.Testing;
using RecPipe.AccelEmulator.Pacing;

namespace RecPipe.AccelEmulator.Tests;

/// <summary>Due times in virtual time: it moves the clock from one to the next, a stated delay late.</summary>
internal sealed class VirtualPacer(FakeTimeProvider clock) : IPacer
{
    private readonly PriorityQueue<EmulatedJob, long> _jobs = new();

    public int Pending => _jobs.Count;

    public void Add(long due, EmulatedJob job) => _jobs.Enqueue(job, due);

    /// <summary>Moves the clock to the next due time, and a delay further, and lets it fall due.</summary>
    public void Next(TimeSpan late = default)
    {
        _jobs.TryDequeue(out EmulatedJob? job, out long due).ShouldBeTrue("nothing is due");
        long wait = due - clock.GetTimestamp();
        clock.Advance(TimeSpan.FromTicks(Math.Max(0, wait)) + late);
        job.FallDue();
    }
}
