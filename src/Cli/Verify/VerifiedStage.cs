namespace RecPipe.Cli.Verify;

/// <summary>Where a stage's time went in one run. Milliseconds.</summary>
/// <param name="Model">Its model.</param>
/// <param name="QueueMs">Mean, waiting for an engine.</param>
/// <param name="ComputeMs">Mean, on engines.</param>
/// <param name="NetworkMs">Mean, on the way there and back.</param>
internal sealed record VerifiedStage(string Model, double QueueMs, double ComputeMs, double NetworkMs);
