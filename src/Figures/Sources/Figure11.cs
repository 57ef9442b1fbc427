using RecPipe.Accelerator.Physical;
using RecPipe.Figures.Published;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Figures.Sources;

/// <summary>Figure 11: area and power of RPAccel against a baseline accelerator, block by block from synthesis results.</summary>
internal sealed class Figure11 : IFigureSource
{
    private const double SquareMicrometers = 1e6; // in a square millimetre

    public string Number => "11";

    public string Title => "area and power of RPAccel over a baseline accelerator";

    public Figure Build(FigureContext context, CancellationToken cancellationToken = default)
    {
        MacroComparison macros = MacroComparison.Of(new DesignSize());
        DesignComparison made = context.Mode == FigureMode.Parity ? macros.Published : macros.Both4K;
        PublishedRow[] published = [.. PublishedFigure.Load("11").Rows];
        PublishedRow[] areas = [.. published.Where(row => row["quantity"] == "area")], powers = [.. published.Where(row => row["quantity"] == "power")];
        ComparedPart[] parts = [.. made.Parts, made.Total];
        return new()
        {
            Number = Number,
            Title = Title,
            Mode = context.Mode,
            Values =
            [
                .. parts.SelectMany((part, i) => new ComparedValue[]
                {
                    new("baseline", part.Name, "area (mm^2)", (double)part.BaselineAreaUm2 / SquareMicrometers, areas[i].Number("baseline") / SquareMicrometers),
                    new("RPAccel", part.Name, "area (mm^2)", (double)part.RpAccelAreaUm2 / SquareMicrometers, areas[i].Number("rpaccel") / SquareMicrometers),
                    new("baseline", part.Name, "power (mW)", (double)part.BaselinePowerMw, powers[i].Number("baseline")),
                    new("RPAccel", part.Name, "power (mW)", (double)part.RpAccelPowerMw, powers[i].Number("rpaccel")),
                }),
                new("increase", "total", "area (%)", made.AreaIncreasePercent, areas[^1].Number("increasePercentOfTotal")),
                new("increase", "total", "power (%)", made.PowerIncreasePercent, powers[^1].Number("increasePercentOfTotal")),
            ],
            Tables =
            [
                new("parts", "What each part adds", Parts(made)),
                new("macros", "The increase by the activation memory's macros", Macros(macros)),
            ],
            Charts = [Increases(made)],
            Remarks =
            [
                Invariant($"The published design has its activations in 32 KB macros in the baseline and in 4 KB macros in RPAccel: of the {macros.Published.AreaIncreasePercent:0.00} % area and {macros.Published.PowerIncreasePercent:0.00} % power that RPAccel adds, {macros.Published.PercentOfArea(Activations(macros.Published)):0.00} and {macros.Published.PercentOfPower(Activations(macros.Published)):0.00} points are that choice of memory. With one macro for both it adds {macros.Both4K.AreaIncreasePercent:0.00} % and {macros.Both4K.PowerIncreasePercent:0.00} % (4 KB) or {macros.Both32K.AreaIncreasePercent:0.00} % and {macros.Both32K.PowerIncreasePercent:0.00} % (32 KB)."),
                "Splitting the array and the filtering units is cheap either way; that conclusion holds, and the published number for it is too high, not too low.",
                "The published script labels square micrometres \"mm2\"; here they are converted.",
                context.Mode == FigureMode.Parity
                    ? "Parity: the published unit values and macros; sums agree to the last digit."
                    : "Corrected: both designs have 4 KB macros, of which RPAccel's 1024 lanes need one each.",
            ],
        };
    }

    private static ComparedPart Activations(DesignComparison comparison) => comparison.Parts.Single(part => part.Name == "activation SRAM");

    private static Table Parts(DesignComparison made)
    {
        Table table = new(new("part", false), new("baseline (mm^2)"), new("RPAccel (mm^2)"), new("adds (% of total)"), new("baseline (mW)"), new("RPAccel (mW)"), new("adds (% of total)"));
        foreach (ComparedPart part in made.Parts.Append(made.Total))
        {
            table.Add(part.Name,
                Invariant($"{(double)part.BaselineAreaUm2 / SquareMicrometers:0.000}"), Invariant($"{(double)part.RpAccelAreaUm2 / SquareMicrometers:0.000}"), Invariant($"{made.PercentOfArea(part):0.00}"),
                Invariant($"{part.BaselinePowerMw:0.0}"), Invariant($"{part.RpAccelPowerMw:0.0}"), Invariant($"{made.PercentOfPower(part):0.00}"));
        }
        return table;
    }

    private static Table Macros(MacroComparison macros)
    {
        Table table = new(new("activation memory", false), new("area (+%)"), new("power (+%)"));
        foreach ((string name, DesignComparison comparison) in new[] { ("as published: 32 KB baseline, 4 KB RPAccel", macros.Published), ("32 KB both", macros.Both32K), ("4 KB both", macros.Both4K) })
            table.Add(name, Invariant($"{comparison.AreaIncreasePercent:0.00}"), Invariant($"{comparison.PowerIncreasePercent:0.00}"));
        return table;
    }

    private static FigureChart Increases(DesignComparison made)
    {
        Tick[] ticks = [.. made.Parts.Select((part, i) => new Tick(i + 1, part.Name))];
        return new("increase", new Chart(
            "What RPAccel adds, part by part",
            new Axis("Part") { Ticks = ticks, Min = 0.5, Max = ticks.Length + 0.5 },
            new Axis("Increase", "% of the baseline's total"),
            [
                new Series("area", [.. made.Parts.Select((part, i) => new ChartPoint(i + 1, made.PercentOfArea(part), part.Name))], SeriesStyle.Markers),
                new Series("power", [.. made.Parts.Select((part, i) => new ChartPoint(i + 1, made.PercentOfPower(part), part.Name))], SeriesStyle.Markers),
            ]));
    }
}
