using RecPipe.Accelerator.Hardware;

namespace RecPipe.Accelerator.Pipelines;

/// <summary>What each feature of the device brings a pipeline.</summary>
public static class FeatureAblation
{
    /// <summary>In the order in which they are added: each has what it needs before it.</summary>
    private static readonly DeviceFeatures[] s_order =
    [
        DeviceFeatures.TopKUnits, DeviceFeatures.StaticCache, DeviceFeatures.SubArrays, DeviceFeatures.UnequalShares,
        DeviceFeatures.SubBatches, DeviceFeatures.LookAheadCache,
    ];

    /// <summary>No feature; one feature after the other; then all but each. A feature left out takes along those that need it.</summary>
    /// <param name="hardware">The device.</param>
    /// <param name="stages">The pipeline.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static IReadOnlyList<FeatureStep> Run(
        RpAccel hardware, IReadOnlyList<DesignStage> stages, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        List<FeatureStep> steps = [];
        steps.Add(Step("none", DeviceFeatures.None));
        DeviceFeatures features = DeviceFeatures.None;
        foreach (DeviceFeatures next in s_order)
            steps.Add(Step($"+ {NameOf(next)}", features |= next));
        foreach (DeviceFeatures left in s_order)
            steps.Add(Step($"all but {NameOf(left)}", DeviceFeatures.All & ~left & ~Needing(left)));
        return steps;

        FeatureStep Step(string name, DeviceFeatures set)
        {
            IReadOnlyList<DevicePerformance> layouts = DeviceDesigner.Explore(hardware, stages, set, cancellationToken);
            progress?.Report((steps.Count + 1.0) / (2 * s_order.Length + 1));
            return new FeatureStep(name, set, layouts.MinBy(layout => layout.LatencySeconds)!, layouts.MaxBy(layout => layout.MaxThroughput)!);
        }
    }

    private static string NameOf(DeviceFeatures feature) => feature switch
    {
        DeviceFeatures.TopKUnits => "top-k units",
        DeviceFeatures.StaticCache => "static cache",
        DeviceFeatures.SubArrays => "sub-arrays",
        DeviceFeatures.UnequalShares => "unequal shares",
        DeviceFeatures.SubBatches => "sub-batches",
        _ => "look-ahead cache",
    };

    private static DeviceFeatures Needing(DeviceFeatures feature) => feature switch
    {
        DeviceFeatures.TopKUnits => DeviceFeatures.SubBatches,
        DeviceFeatures.SubArrays => DeviceFeatures.UnequalShares,
        _ => DeviceFeatures.None,
    };
}
