namespace RecPipe.Accelerator.Pipelines;

/// <summary>One row of an ablation.</summary>
/// <param name="Name">For people: "none", "+ SubArrays", "all but SubArrays".</param>
/// <param name="Features">What the device has.</param>
/// <param name="Performance">With the best layout for it.</param>
public sealed record FeatureStep(string Name, DeviceFeatures Features, DevicePerformance Performance);
