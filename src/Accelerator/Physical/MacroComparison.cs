namespace RecPipe.Accelerator.Physical;

/// <summary>
/// The published comparison gives the two designs different activation SRAM, so part of its overhead is the choice of macro
/// and not of the architecture. Beside it the two comparisons with one macro for both. (RPAccel feeds its 1024 lanes from as
/// many macros; with 128 larger ones it would need more ports than they have, so the 4 KB comparison is the buildable one.)
/// </summary>
/// <param name="Published">Baseline with 32 KB macros, RPAccel with 4 KB macros.</param>
/// <param name="Both32K">Both with the 32 KB high-speed macros.</param>
/// <param name="Both4K">Both with the 4 KB high-density macros.</param>
public sealed record MacroComparison(DesignComparison Published, DesignComparison Both32K, DesignComparison Both4K)
{
    public static MacroComparison Of(DesignSize size) => new(
        DesignComparison.Of(AcceleratorDesign.Baseline(size), AcceleratorDesign.RpAccel(size)),
        With(size, UnitCatalog.Sram32K),
        With(size, UnitCatalog.Sram4K));

    private static DesignComparison With(DesignSize size, UnitBlock macro) =>
        DesignComparison.Of(AcceleratorDesign.Baseline(size, macro), AcceleratorDesign.RpAccel(size, macro));
}
