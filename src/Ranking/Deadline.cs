namespace RecPipe.Ranking;

/// <summary>A point on the monotonic clock after which an answer is worthless.</summary>
public readonly record struct Deadline
{
    private readonly long _timestamp;

    private Deadline(long timestamp) => _timestamp = timestamp;

    /// <summary>Never passes.</summary>
    public static Deadline None { get; } = new(long.MaxValue);

    public static Deadline After(TimeSpan time, TimeProvider clock)
    {
        double ticks = time.TotalSeconds * clock.TimestampFrequency;
        long now = clock.GetTimestamp();
        return ticks >= long.MaxValue - now ? None : new(now + (long)ticks);
    }

    public bool IsNone => _timestamp == long.MaxValue;

    public bool HasPassed(TimeProvider clock) => clock.GetTimestamp() >= _timestamp;

    /// <summary>Time left, negative when it has passed; <see cref="TimeSpan.MaxValue"/> for <see cref="None"/>.</summary>
    public TimeSpan Remaining(TimeProvider clock) => IsNone
        ? TimeSpan.MaxValue
        : TimeSpan.FromSeconds((_timestamp - clock.GetTimestamp()) / (double)clock.TimestampFrequency);

    /// <summary>The earlier of the two.</summary>
    public Deadline OrEarlier(Deadline other) => _timestamp <= other._timestamp ? this : other;
}
