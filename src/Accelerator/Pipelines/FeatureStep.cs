namespace RecPipe.Accelerator.Pipelines;

/// <summary>One row of an ablation: a device has these features, and is laid out for one goal or the other.</summary>
/// <param name="Name">For people: "none", "+ sub-arrays", "all but sub-arrays".</param>
/// <param name="Features">What the device has.</param>
/// <param name="Fastest">The layout with the lowest latency.</param>
/// <param name="Busiest">The layout with the highest throughput.</param>
public sealed record FeatureStep(string Name, DeviceFeatures Features, DevicePerformance Fastest, DevicePerformance Busiest)
{
    /// <summary>The tail of whichever layout has the shorter one; see <see cref="DevicePerformance.Tail"/>.</summary>
    public double Tail(double rate, double quantile, ulong seed = 1, CancellationToken cancellationToken = default) =>
        Math.Min(
            Fastest.Tail(rate, quantile, seed: seed, cancellationToken: cancellationToken),
            Busiest.Tail(rate, quantile, seed: seed, cancellationToken: cancellationToken));
}
