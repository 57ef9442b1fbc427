using System.Globalization;
using RecPipe.Planning.Sweeps;
using RecPipe.Reporting.Tables;

namespace RecPipe.Cli.Sweeps;

/// <summary>What a sweep of designs found, as a short table for people and a CSV file with everything.</summary>
internal static class DesignSweepTables
{
    private const int MostColumns = 6, MostRows = 60;

    public static string Text(DesignSweepResult result)
    {
        int saturated = result.Points.Count(point => point.Saturated), invalid = result.Points.Count(point => point.Invalid is not null);
        string more = result.Cascades.Count > MostRows ? $"\n{result.Cascades.Count - MostRows} more cascades are in sweep.html and sweep.csv." : "";
        return Short(result, MostRows).ToText() + FormattableString.Invariant(
            $"\n{result.Designs.Count} designs at {result.Rates.Count} loads, {result.Points.Count} points: {saturated} saturated, {invalid} invalid. Shown is the lowest p95 (ms) of each cascade's designs by offered load; - where all are saturated or invalid.{more}");
    }

    /// <summary>One row a cascade: its best design's 95th percentile at some of the loads.</summary>
    public static Table Short(DesignSweepResult result, int mostRows = int.MaxValue)
    {
        int[] rates = Spread(result.Rates.Count);
        Table table = new(
        [
            new("cascade", IsNumber: false), new("designs"),
            .. rates.Select(rate => new Column(string.Create(CultureInfo.InvariantCulture, $"{result.Rates[rate]:0.#} q/s"))),
            new("sustained (q/s)"), new("best design there", IsNumber: false),
        ]);
        foreach (SweptCascade cascade in result.Cascades.Take(mostRows))
        {
            double most = cascade.Designs.Max(design => design.Sustained);
            SweptDesign best = cascade.Designs.Where(design => design.Sustained == most).MinBy(design => design.Points[IndexOf(result.Rates, most)].P95Ms ?? double.PositiveInfinity)!;
            table.Add(
            [
                cascade.Name, $"{cascade.Designs.Count}",
                .. rates.Select(rate => cascade.Best(rate)?.Steady(rate)!.Value.ToString("0.00", CultureInfo.InvariantCulture) ?? "-"),
                most == 0 ? "-" : most.ToString("0.#", CultureInfo.InvariantCulture), most == 0 ? "-" : Hardware(best),
            ]);
        }
        return table;
    }

    public static string Csv(DesignSweepResult result)
    {
        Table table = new(
            new("cascade", IsNumber: false), new("stages"), new("placement", IsNumber: false), new("hardware", IsNumber: false), new("engines", IsNumber: false), new("sub_batch_rows", IsNumber: false),
            new("rate_qps"), new("saturated"), new("mean_ms"), new("p50_ms"), new("p95_ms"), new("p95_half_width_ms"), new("p99_ms"), new("throughput_qps"), new("complete"), new("utilisation", IsNumber: false), new("invalid", IsNumber: false));
        foreach (SweptCascade cascade in result.Cascades)
        {
            foreach (SweptDesign design in cascade.Designs)
            {
                string[] fixedCells =
                [
                    cascade.Name, $"{design.Design.Stages.Count}", design.Placement, Join(design, stage => stage.Hardware), Join(design, stage => $"{stage.Engines}"), Join(design, stage => $"{stage.SubBatchRows}"),
                ];
                foreach (SweptPoint point in design.Points)
                {
                    table.Add(
                    [
                        .. fixedCells, Number(point.Rate), point.Saturated ? "1" : "0", Number(point.MeanMs), Number(point.P50Ms), Number(point.P95Ms), Number(point.P95HalfWidthMs), Number(point.P99Ms),
                        Number(point.Throughput), Number(point.Complete), string.Join(' ', point.Utilisation.Select(share => share.ToString("0.####", CultureInfo.InvariantCulture))), point.Invalid ?? "",
                    ]);
                }
            }
        }
        return table.ToCsv();
    }

    /// <summary>Hardware and engines of the stages: "cpu-xeon x16 > gpu-t4 x1".</summary>
    public static string Hardware(SweptDesign design) => string.Join(" > ", design.Design.Stages.Select(stage => $"{stage.Hardware} x{stage.Engines}{(stage.SubBatchRows > 0 ? $" /{stage.SubBatchRows}" : "")}"));

    private static string Join(SweptDesign design, Func<Planning.Designs.DesignedStage, string> text) => string.Join(' ', design.Design.Stages.Select(text));

    /// <summary>At most so many positions of a list, the first and the last among them.</summary>
    private static int[] Spread(int count) => count <= MostColumns
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, MostColumns).Select(i => (int)Math.Round(i * (count - 1.0) / (MostColumns - 1)))];

    private static int IndexOf(IReadOnlyList<double> rates, double rate) => Math.Max(0, rates.Index().FirstOrDefault(entry => entry.Item == rate).Index);

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
