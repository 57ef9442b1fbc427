using RecPipe.Accelerator.Hardware;

namespace RecPipe.Accelerator.Pipelines;

/// <summary>Lays a pipeline out on a device: how many blocks each stage gets and in how many parts a query runs.</summary>
public static class DeviceDesigner
{
    /// <summary>Shares of larger arrays are in as many equal parts, so that trying all of them stays a matter of seconds.</summary>
    private const int MostShares = 16;

    private static readonly int[] s_subBatches = [1, 2, 4, 8, 16];

    /// <summary>Every layout that the features allow: all shares in whole blocks (of large arrays, in sixteenths), and 1, 2, 4, 8 and 16 sub-batches.</summary>
    /// <param name="hardware">The device.</param>
    /// <param name="stages">At least one, first to last.</param>
    /// <param name="features">Those it has.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A feature lacks another it needs, or there are more stages than blocks.</exception>
    public static IReadOnlyList<DevicePerformance> Explore(
        RpAccel hardware, IReadOnlyList<DesignStage> stages, DeviceFeatures features, CancellationToken cancellationToken = default)
    {
        Check(hardware, stages, features);
        DeviceDesign[] designs =
        [
            .. from blocks in Shares(DeviceCosts.Blocks(hardware), stages.Count, features)
               from subBatches in features.HasFlag(DeviceFeatures.SubBatches) ? s_subBatches : [1]
               where subBatches <= stages[^1].Keep
               select new DeviceDesign { Hardware = hardware, Stages = stages, Features = features, Blocks = blocks, SubBatches = subBatches }
        ];
        return [.. designs.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Measure)];
    }

    /// <summary>The performance of one layout.</summary>
    public static DevicePerformance Measure(DeviceDesign design) =>
        new(design, Schedule(design).Run(0), 1 / DeviceSchedule.Interval(() => Schedule(design)));

    internal static DeviceSchedule Schedule(DeviceDesign design) => new(
        DeviceCosts.Of(design), !design.Has(DeviceFeatures.SubArrays), design.SubBatches, design.Has(DeviceFeatures.LookAheadCache));

    /// <summary>Every way to share blocks that the features allow.</summary>
    private static IEnumerable<int[]> Shares(int blocks, int stages, DeviceFeatures features)
    {
        if (!features.HasFlag(DeviceFeatures.SubArrays))
            return [[.. Enumerable.Repeat(blocks, stages)]];
        return features.HasFlag(DeviceFeatures.UnequalShares)
            ? Compositions(Math.Min(blocks, MostShares), stages).Select(shares => shares.Select(share => share * Math.Max(1, blocks / MostShares)).ToArray())
            : [[.. Enumerable.Repeat(blocks / stages, stages)]];
    }

    /// <summary>All ways to write a number as an ordered sum of positive ones.</summary>
    private static IEnumerable<int[]> Compositions(int sum, int parts) => parts == 1
        ? [[sum]]
        : Enumerable.Range(1, sum - parts + 1).SelectMany(first => Compositions(sum - first, parts - 1), (first, rest) => (int[])[first, .. rest]);

    private static void Check(RpAccel hardware, IReadOnlyList<DesignStage> stages, DeviceFeatures features)
    {
        if (features.HasFlag(DeviceFeatures.UnequalShares) && !features.HasFlag(DeviceFeatures.SubArrays))
            throw new ArgumentException("Unequal shares need sub-arrays to share.", nameof(features));
        if (features.HasFlag(DeviceFeatures.SubBatches) && !features.HasFlag(DeviceFeatures.TopKUnits))
            throw new ArgumentException("Sub-batches need top-k units: a host would sort each of them.", nameof(features));
        if (stages.Count == 0 || stages.Count > DeviceCosts.Blocks(hardware))
            throw new ArgumentException($"{stages.Count} stages on {DeviceCosts.Blocks(hardware)} blocks of an array.", nameof(stages));
    }
}
