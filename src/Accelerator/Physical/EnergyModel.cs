namespace RecPipe.Accelerator.Physical;

/// <summary>
/// Energy = dynamic power x busy time + leakage x elapsed time, part by part. Power is the published one, taken at the
/// activity the synthesis assumed. Memory macros report no leakage: theirs counts as dynamic, so idle SRAM is free here. DRAM, the
/// PCIe link and the host are outside the chip and not counted.
/// </summary>
public static class EnergyModel
{
    private const double JoulesPerMilliwattSecond = 1e-3;

    /// <summary>Energy of one piece of work.</summary>
    /// <param name="design">The chip.</param>
    /// <param name="busy">How long its parts work; no part longer than all of it.</param>
    /// <param name="share">Share of the chip this work has for itself, in (0, 1]: a stage on a quarter of the sub-arrays has 0.25.</param>
    /// <param name="clockRatio">Clock over the clock the published power holds at: dynamic power grows with it, leakage does not.</param>
    public static Energy Of(AcceleratorDesign design, BusySeconds busy, double share = 1, double clockRatio = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clockRatio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double leakage = 0;
        Dictionary<DesignPart, double> dynamic = [];
        foreach (PlacedBlocks blocks in design.Blocks)
        {
            double seconds = busy.Of(blocks.Part);
            if (!(seconds >= 0 && seconds <= busy.Elapsed))
                throw new ArgumentOutOfRangeException(nameof(busy), seconds, $"{blocks.Part} cannot work {seconds} s of {busy.Elapsed} s.");
            dynamic[blocks.Part] = share * clockRatio * seconds * (double)(blocks.PowerMw - blocks.LeakageMw) * JoulesPerMilliwattSecond;
            leakage += share * busy.Elapsed * (double)blocks.LeakageMw * JoulesPerMilliwattSecond;
        }
        return new(dynamic, leakage);
    }
}
