namespace RecPipe.Workloads.Pacing;

/// <summary>A sleep that ends at a time or when another thread ends it: one implementation a kind of system.</summary>
internal interface IAlarm : IDisposable
{
    /// <summary>Sleeps until shortly before, at or after the timestamp, or until woken. A wake that came before counts.</summary>
    /// <param name="timestamp">As of Stopwatch.GetTimestamp; <see cref="long.MaxValue"/> sleeps until woken.</param>
    void SleepUntil(long timestamp);

    void Wake();
}
