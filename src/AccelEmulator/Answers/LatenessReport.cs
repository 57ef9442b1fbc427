using System.Text.Json.Serialization;

namespace RecPipe.AccelEmulator.Answers;

/// <summary>How well the host kept the modelled devices' pace, and whether the run counts.</summary>
/// <param name="Answers">Answers that ran to their end.</param>
/// <param name="Beyond">How many of them left later than the tolerance.</param>
/// <param name="Failures">Queries that the modelled device would have answered in time and the host did not.</param>
/// <param name="P50">Half of the answers left no later than this after their modelled time.</param>
/// <param name="P99">99 in 100 left no later than this after their modelled time.</param>
/// <param name="Max">The latest.</param>
/// <param name="Tolerance">What <paramref name="P99"/> may be.</param>
public sealed record LatenessReport(
    long Answers,
    long Beyond,
    long Failures,
    [property: JsonIgnore] TimeSpan P50,
    [property: JsonIgnore] TimeSpan P99,
    [property: JsonIgnore] TimeSpan Max,
    [property: JsonIgnore] TimeSpan Tolerance)
{
    public double P50Us => P50.TotalMicroseconds;

    public double P99Us => P99.TotalMicroseconds;

    public double MaxUs => Max.TotalMicroseconds;

    public double ToleranceUs => Tolerance.TotalMicroseconds;

    /// <summary>True when there is nothing to judge yet.</summary>
    public bool IsEmpty => Answers + Failures == 0;

    /// <summary>False when the run's times say more about this host than about the modelled devices: the host was late or failed more than once in 100.</summary>
    public bool IsValid => P99 <= Tolerance && 100 * Failures <= Answers + Failures;
}
