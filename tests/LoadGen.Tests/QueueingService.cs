using Grpc.Core;
using RecPipe.LoadGen.Scenarios;

namespace RecPipe.LoadGen.Tests;

/// <summary>One server with a first-come-first-served queue: answers after a service time, and stalls once.</summary>
internal sealed class QueueingService(TimeProvider time, TimeSpan serviceTime)
{
    private long _busyUntil;

    public long StallAt { get; init; } = long.MaxValue;

    public TimeSpan Stall { get; init; }

    public List<(long Query, TimeSpan At)> Asked { get; } = [];

    public async ValueTask<StepResult> AskAsync(StepContext context, CancellationToken cancellationToken)
    {
        long now = time.GetTimestamp();
        Asked.Add((context.Query, time.GetElapsedTime(0, now)));
        TimeSpan takes = serviceTime + (context.Query == StallAt ? Stall : TimeSpan.Zero);
        _busyUntil = Math.Max(now, _busyUntil) + (long)(takes.TotalSeconds * time.TimestampFrequency);
        await Task.Delay(time.GetElapsedTime(now, _busyUntil), time, cancellationToken).ConfigureAwait(false);
        return new(StatusCode.OK);
    }
}
