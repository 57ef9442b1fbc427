namespace RecPipe.Accelerator.Arrays;

/// <summary>
/// Words moved for one layer. SRAM figures count what enters and leaves the array at its edge, DRAM figures what the
/// buffers exchange with memory. SCALE-Sim leaves the reading of partial sums out; it is counted apart here.
/// </summary>
/// <param name="IfmapReads">SRAM to array: activations.</param>
/// <param name="FilterReads">SRAM to array: weights.</param>
/// <param name="OfmapWrites">Array to SRAM: outputs and partial sums.</param>
/// <param name="PartialSumReads">SRAM to accumulators: partial sums to be added to.</param>
/// <param name="DramIfmapReads">DRAM to SRAM: activations.</param>
/// <param name="DramFilterReads">DRAM to SRAM: weights.</param>
/// <param name="DramOfmapWrites">SRAM to DRAM: outputs, and partial sums that did not fit.</param>
/// <param name="DramPartialSumReads">DRAM to SRAM: partial sums that did not fit.</param>
public readonly record struct ArrayTraffic(
    long IfmapReads,
    long FilterReads,
    long OfmapWrites,
    long PartialSumReads,
    long DramIfmapReads,
    long DramFilterReads,
    long DramOfmapWrites,
    long DramPartialSumReads)
{
    public static ArrayTraffic operator +(ArrayTraffic left, ArrayTraffic right) => Add(left, right);

    /// <summary>Of two layers together.</summary>
    public static ArrayTraffic Add(ArrayTraffic left, ArrayTraffic right) => new(
        left.IfmapReads + right.IfmapReads,
        left.FilterReads + right.FilterReads,
        left.OfmapWrites + right.OfmapWrites,
        left.PartialSumReads + right.PartialSumReads,
        left.DramIfmapReads + right.DramIfmapReads,
        left.DramFilterReads + right.DramFilterReads,
        left.DramOfmapWrites + right.DramOfmapWrites,
        left.DramPartialSumReads + right.DramPartialSumReads);
}
