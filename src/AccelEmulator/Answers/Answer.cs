namespace RecPipe.AccelEmulator.Answers;

/// <summary>What became of one query that ran to its end. Times on the host's monotonic clock, in its ticks.</summary>
/// <param name="Device">Which device.</param>
/// <param name="Arrival">When the host had the whole request.</param>
/// <param name="Start">When a unit of the modelled device took it.</param>
/// <param name="Due">When the modelled device answered.</param>
/// <param name="Left">When the answer really was handed to the transport.</param>
internal readonly record struct Answer(string Device, long Arrival, long Start, long Due, long Left);
