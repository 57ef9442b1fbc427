namespace RecPipe.Accelerator.Timing;

/// <summary>One correction's effect on the time of a query on idle devices.</summary>
/// <param name="Name">As on the command line; "parity" is none of them, "corrected" all.</param>
/// <param name="Only">Seconds with this correction and no other.</param>
/// <param name="Without">Seconds with all others.</param>
public sealed record CorrectionStep(string Name, double Only, double Without);
