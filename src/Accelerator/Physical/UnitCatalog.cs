namespace RecPipe.Accelerator.Physical;

/// <summary>
/// The building blocks of the paper's Figure 11. Area and power are the published artefact's unit values, which its totals
/// are sums of; they are its synthesis reports cut to a few digits. Leakage is from the reports. Decimal, so that sums
/// agree to the last digit.
/// </summary>
public static class UnitCatalog
{
    /// <summary>Processing elements a side of the synthesised array blocks.</summary>
    public const int BlockSide = 32;

    private const string Compiler = "memory compiler, published unit values";

    /// <summary>32 x 32 processing elements that work as one.</summary>
    public static UnitBlock StaticArray { get; } = new("systolic array 32x32", 506_891m, 166m, 1.8294m, "MMU synthesis report");

    /// <summary>32 x 32 processing elements that can be split into 4 x 4 sub-arrays of 8 x 8.</summary>
    public static UnitBlock SplittableArray { get; } = new("systolic array 32x32 of 4x4 sub-arrays", 527_807m, 171m, 1.9011m, "DYN_MMU synthesis report");

    /// <summary>Accumulates and activates one lane of outputs.</summary>
    public static UnitBlock Simd { get; } = new("SIMD accumulator", 106m, 0.14m, 0.00036048m, "simd synthesis report");

    /// <summary>Joins the lanes of sub-arrays.</summary>
    public static UnitBlock Crossbar { get; } = new("crossbar 4x4", 287m, 0.32m, 0.00092385m, "crossbar4x4 synthesis report");

    /// <summary>Keeps the best candidates of a stream.</summary>
    public static UnitBlock Filter { get; } = new("filtering unit", 453m, 0.198m, 0.001646m, "sortvals synthesis report");

    public static UnitBlock Sram4K { get; } = new("SRAM 4 KB high-density (2048 x 16)", 4_684m, 0.8m, 0m, Compiler, 4 << 10);

    public static UnitBlock Sram32K { get; } = new("SRAM 32 KB high-speed (16384 x 16)", 29_142m, 2.4m, 0m, Compiler, 32 << 10);

    public static UnitBlock Sram256K { get; } = new("SRAM 256 KB high-density (65536 x 32)", 183_290m, 8.4m, 0m, Compiler, 256 << 10);
}
