namespace RecPipe.Simulation.Tests.Queues;

/// <summary>A mean with the standard error that its batches show: queries in a queue are not independent, long batches nearly are.</summary>
internal sealed record Estimate(double Mean, double StandardError)
{
    public static Estimate Of(double[] batches)
    {
        double mean = batches.Average();
        double variance = batches.Sum(batch => (batch - mean) * (batch - mean)) / (batches.Length - 1);
        return new(mean, Math.Sqrt(variance / batches.Length));
    }

    /// <summary>Within four standard errors, and those small enough for the comparison to mean something.</summary>
    public void ShouldAgreeWith(double theory)
    {
        StandardError.ShouldBeLessThan(0.04 * theory);
        Mean.ShouldBe(theory, 4 * StandardError);
    }
}
