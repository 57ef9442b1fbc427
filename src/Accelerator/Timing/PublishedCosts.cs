namespace RecPipe.Accelerator.Timing;

/// <summary>
/// Constants of the published artefact's timing model. They are in core cycles although PCIe and the host's processor know
/// nothing of that clock: parity mode keeps them as they are.
/// </summary>
internal static class PublishedCosts
{
    private const double PcieFixed = 5;
    private const double PcieScale = 4096;
    private const double PcieCycles = 1000;
    private const double SortItemsPerCycle = 64.0 / 4;

    /// <summary>Features of items to the device.</summary>
    public static double InputPcie(double items) => (PcieFixed + 12 / PcieScale * items) * PcieCycles;

    /// <summary>Results to the host.</summary>
    public static double OutputPcie(double items) => (PcieFixed + 5 / PcieScale * items) * PcieCycles;

    /// <summary>The filter reads 16 scores a cycle; the cycles are then divided by the clock period as if they were ns.</summary>
    public static double DeviceSort(double items, double period) => items / SortItemsPerCycle / period;

    /// <summary>The host's sort: steps of measured time, divided by the clock period.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more items than the steps reach.</exception>
    public static double HostSort(int items, double period) => items switch
    {
        < 512 => 30_000,
        <= 1024 => 70_000,
        <= StageWork.MostHostSorted => 350_000,
        _ => throw new ArgumentOutOfRangeException(nameof(items), items,
            $"Nobody has measured how long the host sorts more than {StageWork.MostHostSorted} items: sort on the device, or send fewer items."),
    } / period;
}
