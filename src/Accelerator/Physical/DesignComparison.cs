namespace RecPipe.Accelerator.Physical;

/// <summary>What RPAccel costs over the baseline, as in the paper's Figure 11.</summary>
/// <param name="Parts">Rows.</param>
/// <param name="Total">Their sum.</param>
public sealed record DesignComparison(IReadOnlyList<ComparedPart> Parts, ComparedPart Total)
{
    private static readonly (string Name, DesignPart[] Parts)[] s_rows =
    [
        ("systolic array + SIMD + crossbars", [DesignPart.Array, DesignPart.Simd, DesignPart.Crossbars]),
        ("filtering units", [DesignPart.Filters]),
        ("activation SRAM", [DesignPart.ActivationSram]),
        ("weight SRAM", [DesignPart.WeightSram]),
        ("embedding SRAM", [DesignPart.EmbeddingSram]),
    ];

    /// <summary>Increase of the area, in percent of the baseline's.</summary>
    public double AreaIncreasePercent => PercentOfArea(Total);

    /// <summary>Increase of the power, in percent of the baseline's.</summary>
    public double PowerIncreasePercent => PercentOfPower(Total);

    public static DesignComparison Of(AcceleratorDesign baseline, AcceleratorDesign rpAccel) =>
        new([.. s_rows.Select(row => Compare(row.Name, baseline, rpAccel, row.Parts))], Compare("total", baseline, rpAccel, Enum.GetValues<DesignPart>()));

    /// <summary>A part's increase of area, in percent of the baseline's total.</summary>
    public double PercentOfArea(ComparedPart part) => (double)part.AreaIncreaseUm2 / (double)Total.BaselineAreaUm2 * 100;

    /// <summary>A part's increase of power, in percent of the baseline's total.</summary>
    public double PercentOfPower(ComparedPart part) => (double)part.PowerIncreaseMw / (double)Total.BaselinePowerMw * 100;

    private static ComparedPart Compare(string name, AcceleratorDesign baseline, AcceleratorDesign rpAccel, DesignPart[] parts)
    {
        PlacedBlocks[] before = [.. baseline.Blocks.Where(blocks => parts.Contains(blocks.Part))];
        PlacedBlocks[] after = [.. rpAccel.Blocks.Where(blocks => parts.Contains(blocks.Part))];
        return new(name, before.Sum(b => b.AreaUm2), after.Sum(b => b.AreaUm2), before.Sum(b => b.PowerMw), after.Sum(b => b.PowerMw));
    }
}
