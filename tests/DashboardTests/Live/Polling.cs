using System.Diagnostics;

namespace RecPipe.DashboardTests.Live;

/// <summary>Waits for what other processes do.</summary>
internal static class Polling
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    /// <returns>Whether it came to be before the time was up.</returns>
    public static async Task<bool> For(Func<CancellationToken, Task<bool>> holds, TimeSpan limit, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await holds(cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(start) > limit)
                return false;
            await Task.Delay(s_interval, cancellationToken);
        }
        return true;
    }

    /// <exception cref="TimeoutException">It did not come to be before the time was up.</exception>
    public static async Task Until(string what, Func<CancellationToken, Task<bool>> holds, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!await For(holds, limit, cancellationToken))
            throw new TimeoutException($"Not so after {limit.TotalSeconds} s: {what}.");
    }
}
