namespace RecPipe.LoadGen.Reports;

/// <summary>The queries meant to arrive in one interval of the run.</summary>
/// <param name="At">Start of the interval, from the start of measuring.</param>
/// <param name="Answered">How many were answered.</param>
/// <param name="Failed">How many failed after they were sent.</param>
/// <param name="P50">Of the answered ones.</param>
/// <param name="P95">Of the answered ones.</param>
/// <param name="P99">Of the answered ones.</param>
public sealed record TimelinePoint(TimeSpan At, long Answered, long Failed, TimeSpan P50, TimeSpan P95, TimeSpan P99);
