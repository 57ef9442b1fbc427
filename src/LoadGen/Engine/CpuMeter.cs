namespace RecPipe.LoadGen.Engine;

/// <summary>Processor time of this process, whatever else runs in it (an in-process service counts too).</summary>
internal readonly struct CpuMeter
{
    private readonly TimeProvider _time;
    private readonly long _from;
    private readonly TimeSpan _used;

    private CpuMeter(TimeProvider time)
    {
        _time = time;
        _from = time.GetTimestamp();
        _used = Used();
    }

    public static CpuMeter Start(TimeProvider time) => new(time);

    /// <summary>Cores kept busy since the start, on average.</summary>
    public double Cores()
    {
        double elapsed = _time.GetElapsedTime(_from).TotalSeconds;
        return elapsed <= 0 ? 0 : (Used() - _used).TotalSeconds / elapsed;
    }

    private static TimeSpan Used() => Environment.CpuUsage.TotalTime;
}
