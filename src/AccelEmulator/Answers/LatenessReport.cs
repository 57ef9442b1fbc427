namespace RecPipe.AccelEmulator.Answers;

/// <summary>How well the host kept the modelled devices' pace, and whether the run counts.</summary>
/// <param name="Answers">Answers that ran to their end.</param>
/// <param name="Beyond">How many of them left later than the tolerance.</param>
/// <param name="P50">Half of the answers left no later than this after their modelled time.</param>
/// <param name="P99">99 in 100 left no later than this after their modelled time.</param>
/// <param name="Max">The latest.</param>
/// <param name="Tolerance">What <paramref name="P99"/> may be.</param>
public sealed record LatenessReport(long Answers, long Beyond, TimeSpan P50, TimeSpan P99, TimeSpan Max, TimeSpan Tolerance)
{
    /// <summary>False when the run's times say more about this host than about the modelled devices.</summary>
    public bool IsValid => P99 <= Tolerance;
}
