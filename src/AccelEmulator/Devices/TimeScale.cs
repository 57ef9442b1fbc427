namespace RecPipe.AccelEmulator.Devices;

/// <summary>Between the device's time and the host's: a modelled second takes <see cref="Factor"/> seconds here.</summary>
/// <param name="Factor">Over 0; 1 is real time, 10 shows a device ten times slower than it is.</param>
/// <param name="TicksPerSecond">Of the host's monotonic clock.</param>
internal sealed record TimeScale(double Factor, long TicksPerSecond)
{
    /// <summary>The host's ticks that modelled seconds take, to the nearest.</summary>
    public long ToTicks(double modelledSeconds) => checked((long)Math.Round(modelledSeconds * Factor * TicksPerSecond));

    /// <summary>The device's time that passes in the host's ticks.</summary>
    public TimeSpan ToModelled(long ticks) => TimeSpan.FromSeconds(ticks / (TicksPerSecond * Factor));

    /// <summary>The host's time in its ticks.</summary>
    public TimeSpan ToWall(long ticks) => TimeSpan.FromSeconds(ticks / (double)TicksPerSecond);
}
