using System.Globalization;
using RecPipe.Accelerator.Physical;

namespace RecPipe.Accelerator.Tests.Physical;

public class PublishedTableTests
{
    private static readonly MacroComparison s_paper = MacroComparison.Of(new());

    [Fact]
    public void Totals_are_the_published_ones_to_the_digit()
    {
        ComparedPart total = s_paper.Published.Total;

        (total.BaselineAreaUm2, total.RpAccelAreaUm2).ShouldBe((26_517_200m, 28_550_416m));
        (total.BaselinePowerMw, total.RpAccelPowerMw).ShouldBe((3653.12m, 4655.232m));
        s_paper.Published.AreaIncreasePercent.ShouldBe(7.667536542319701);
        s_paper.Published.PowerIncreasePercent.ShouldBe(27.431674842326565, 1e-13);
    }

    [Fact]
    public void Every_row_of_the_published_table_is_reproduced()
    {
        string[][] rows = [.. File.ReadLines(Repository.Reference("figures", "figure11_area_power.csv")).Skip(1).Select(line => line.Split(','))];

        rows.Length.ShouldBe(12);
        for (int i = 0; i < rows.Length; i++)
        {
            ComparedPart part = i % 6 == 5 ? s_paper.Published.Total : s_paper.Published.Parts[i % 6];
            bool area = rows[i][0] == "area";
            (area ? part.BaselineAreaUm2 : part.BaselinePowerMw).ShouldBe(Number(rows[i][3]), rows[i][2]);
            (area ? part.RpAccelAreaUm2 : part.RpAccelPowerMw).ShouldBe(Number(rows[i][4]), rows[i][2]);
            (area ? s_paper.Published.PercentOfArea(part) : s_paper.Published.PercentOfPower(part)).ShouldBe(double.Parse(rows[i][6], CultureInfo.InvariantCulture), 1e-12, rows[i][2]);
        }
    }

    /// <summary>The unit values are the synthesis reports cut, never rounded up.</summary>
    [Fact]
    public void The_catalogue_holds_the_published_unit_values_and_the_reports_leakage()
    {
        string[][] reports = [.. File.ReadLines(Repository.Reference("figures", "figure11_synthesis_reports.csv")).Skip(1).Select(line => line.Split(','))];
        UnitBlock[] blocks = [UnitCatalog.StaticArray, UnitCatalog.SplittableArray, UnitCatalog.Simd, UnitCatalog.Crossbar, UnitCatalog.Filter];

        foreach ((string[] report, UnitBlock block) in reports.Zip(blocks))
        {
            block.Source.ShouldStartWith(report[0]);
            block.AreaUm2.ShouldBe(decimal.Truncate(Number(report[5])));
            ((double)block.PowerMw).ShouldBe((double)Number(report[9]), 0.003 * (double)block.PowerMw);
            block.LeakageMw.ShouldBe(Number(report[8]) * 1e-9m);
        }
    }

    /// <summary>With one macro for both designs the rest of the overhead is array, accumulators, crossbars and filters.</summary>
    [Fact]
    public void With_the_same_macros_half_of_the_overhead_is_gone()
    {
        s_paper.Both32K.Total.AreaIncreaseUm2.ShouldBe(966_976m);
        s_paper.Both4K.Total.AreaIncreaseUm2.ShouldBe(966_976m);
        s_paper.Both32K.AreaIncreasePercent.ShouldBe(3.6466, 5e-5);
        s_paper.Both32K.PowerIncreasePercent.ShouldBe(13.4163, 5e-5);
        s_paper.Both4K.AreaIncreasePercent.ShouldBe(3.5056, 5e-5);
        s_paper.Both4K.PowerIncreasePercent.ShouldBe(11.7671, 5e-5);
    }

    private static decimal Number(string cell) => decimal.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
}
