using RecPipe.Planning.Experiments;

namespace RecPipe.Planning.Designs;

/// <summary>All ways to share one backend among the stages that run on it.</summary>
internal static class EngineShares
{
    /// <param name="backend">The backend.</param>
    /// <param name="stages">Stages on it, at least 1.</param>
    /// <param name="mode">Whose rules.</param>
    /// <returns>The hardware and the engines of each stage; nothing when not all stages find room.</returns>
    public static IEnumerable<EngineShare[]> Of(BackendConfig backend, int stages, DesignMode mode)
    {
        IReadOnlyList<string> hardware = backend.Hardware.Count == 0 ? [backend.Name] : backend.Hardware;
        IEnumerable<string[]> kinds = Products.Of(Enumerable.Repeat(hardware, stages));
        return mode == DesignMode.Parity
            ? kinds.Select(kind => Equal(backend, kind)).Where(shares => shares.All(share => share.Engines > 0))
            : kinds.SelectMany(kind => Every(backend, kind));
    }

    private static EngineShare[] Equal(BackendConfig backend, string[] kinds) =>
    [
        .. kinds.Select(kind => new EngineShare(kind, backend.Device == DeviceKind.Gpu ? 1 : backend.Engines * backend.EnginesPerDevice(kind) / kinds.Length))
    ];

    /// <summary>
    /// Every number of engines such that no stage could have one more: a design with idle hardware is never better than the one
    /// that uses it.
    /// </summary>
    private static IEnumerable<EngineShare[]> Every(BackendConfig backend, string[] kinds)
    {
        int slices = kinds.Max(backend.EnginesPerDevice);
        int[] sizes = [.. kinds.Select(kind => slices / backend.EnginesPerDevice(kind))];
        return Counts(backend.Engines * slices, sizes, 0)
            .Where(counts => Left(counts) < sizes.Min())
            .Select(counts => kinds.Select((kind, i) => new EngineShare(kind, counts[i])).ToArray());

        int Left(int[] counts) => backend.Engines * slices - counts.Select((count, i) => count * sizes[i]).Sum();
    }

    /// <summary>Engines of the stages from one on, each at least one, the last one's as many as there is room for.</summary>
    private static IEnumerable<int[]> Counts(int room, int[] sizes, int stage)
    {
        if (stage == sizes.Length - 1)
            return room >= sizes[stage] ? [[room / sizes[stage]]] : [];
        int most = (room - sizes[(stage + 1)..].Sum()) / sizes[stage];
        return Enumerable.Range(1, Math.Max(0, most)).SelectMany(count => Counts(room - count * sizes[stage], sizes, stage + 1), (count, rest) => (int[])[count, .. rest]);
    }
}
