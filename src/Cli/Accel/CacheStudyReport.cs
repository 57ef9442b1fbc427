using System.Globalization;
using RecPipe.Accelerator.Caches;
using RecPipe.Accelerator.Caches.Study;
using RecPipe.Reporting;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Html;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Cli.Accel;

/// <summary>The cache study as a CSV file, a page with charts and a short table.</summary>
internal sealed class CacheStudyReport(CacheStudyOptions options, IReadOnlyList<CacheStudyPoint> points)
{
    /// <summary>Cycles of the published study's average access: a hit takes one, a miss a hundred.</summary>
    private const int HitCycles = 1, MissCycles = 100;

    /// <summary>512 of 4096 candidates, as in the paper's two-stage pipelines.</summary>
    private readonly double _ratio = options.FilterRatios.MinBy(ratio => Math.Abs(ratio - 0.125));

    private static readonly CachePolicy[] s_policies = Enum.GetValues<CachePolicy>();

    /// <summary>
    /// The columns of the published table (hit rates in %, first in first out, its faults included), then the other policies on
    /// the same accesses, then all policies with each query's survivors in the second stage.
    /// </summary>
    public string ToCsv()
    {
        string[] published =
        [
            "filter_ratio", "cache_capacity_total", "cache_ratio", "cache_capacity_1", "cache_capacity_2", "cache_entries_1", "cache_entries_2",
            "cache_entries_total", "accesses_1", "accesses_2", "accesses_total", "hits_1", "hits_2", "hits_total", "hitrate_1", "hitrate_2",
            "hitrate_total", "bytes_1", "bytes_2", "bytes_total", "bytes_sram_1", "bytes_sram_2", "bytes_sram_total", "amat_cycles_sram1_dram100",
        ];
        IEnumerable<string> others = s_policies.Where(policy => policy != CachePolicy.Fifo).Select(Name)
            .SelectMany(policy => new[] { $"{policy}_hitrate_1", $"{policy}_hitrate_2", $"{policy}_hitrate_total" });
        IEnumerable<string> corrected = s_policies.Select(Name).SelectMany(policy => new[] { $"{policy}_corrected_hitrate_2", $"{policy}_corrected_hitrate_total" });
        Table table = new([.. published.Concat(others).Concat(corrected).Select(header => new Column(header))]);
        foreach (CacheStudyPoint point in points)
            table.Add([.. Published(point).Concat(Others(point)).Concat(Corrected(point))]);
        return table.ToCsv();
    }

    /// <summary>First-stage hit rates at a few numbers of lines.</summary>
    public Table Summary()
    {
        Table table = new(new("lines of stage 1"), new("FIFO, as published (% hits)"), new("LRU (% hits)"), new("static (% hits)"), new("look-ahead (% hits)"));
        foreach (CacheStudyPoint point in points.Where(point => point.FilterRatio == _ratio && point.Split == 1))
            table.Add([Invariant($"{point.Entries1:N0}"), .. s_policies.Select(policy => Percent(point.Stage1[(int)policy], 2))]);
        return table;
    }

    public string ToHtml() =>
        new HtmlPage("RPAccel: embedding caches of two stages")
            .Paragraph(Invariant($"{options.Lookups:N0} lookups in the five big tables of a Criteo-like trace, seed {options.Seed}; each table in {options.TableCopies} copies, ")
                + Invariant($"lines of {options.LineBytes} bytes, one row each. {points.Count} settings: {options.FilterRatios.Count} filter ratios, {options.Capacities.Count} capacities, {options.Splits.Count} splits."))
            .Chart(HitRates("First stage: hit rate against size", point => (point.Entries1, point.Stage1)))
            .Chart(HitRates(Invariant($"Second stage (survivors, filter ratio {_ratio}): hit rate against size"), point => (point.Entries2, point.Stage2Corrected)))
            .Chart(AccessTime("Average access against split (first in, first out; parity)", point => Amat(point, point.Stage1[0], point.Stage2[0])))
            .Chart(AccessTime("Average access against split (look-ahead; survivors)", point =>
                Amat(point, point.Stage1[(int)CachePolicy.LookAhead], point.Stage2Corrected[(int)CachePolicy.LookAhead])))
            .Paragraph(Invariant($"Average access: {HitCycles} cycle for a byte on chip, {MissCycles} for one in DRAM, weighted by bytes, as in the published study. ")
                + "Look-ahead knows one query's accesses ahead and counts a row as a hit when DRAM need not deliver it. "
                + "Static is trained on the first half of the trace and measured on the second; the others have seen the trace once, as in the published study.")
            .Heading("First stage")
            .Table(Summary())
            .Heading("Machine")
            .Paragraph(MachineDescription.Current().ToString())
            .ToHtml();

    private Chart HitRates(string title, Func<CacheStudyPoint, (int Lines, IReadOnlyList<double> Rates)> of)
    {
        var sizes = points.Where(point => point.FilterRatio == _ratio).Select(of).Where(size => size.Lines > 0).DistinctBy(size => size.Lines).OrderBy(size => size.Lines).ToList();
        return new(title, new Axis("Cache size", "lines", AxisScale.Logarithmic), new Axis("Hit rate", "%"),
            [.. s_policies.Select(policy => new Series(Name(policy), [.. sizes.Select(size => new ChartPoint(size.Lines, 100 * size.Rates[(int)policy]))], SeriesStyle.Line))]);
    }

    private Chart AccessTime(string title, Func<CacheStudyPoint, double> cycles) => new(
        title,
        new Axis("Share of the capacity given to the first stage"),
        new Axis("Average access", "cycles"),
        [
            .. options.Capacities.Select(capacity => new Series(Invariant($"{capacity / (double)(1 << 20):0.##} MiB"),
            [
                .. points.Where(point => point.FilterRatio == _ratio && point.Capacity == capacity).Select(point => new ChartPoint(point.Split, cycles(point))),
            ])),
        ]);

    private IEnumerable<string> Published(CacheStudyPoint point)
    {
        (double rate1, double rate2) = (point.Stage1[(int)CachePolicy.Fifo], point.Stage2[(int)CachePolicy.Fifo]);
        long hits1 = (long)Math.Round(rate1 * point.Accesses1), hits2 = (long)Math.Round(rate2 * point.Accesses2);
        long bytes1 = point.Accesses1 * options.RowBytes1, bytes2 = point.Accesses2 * options.RowBytes2;
        long sram1 = hits1 * options.RowBytes1, sram2 = hits2 * options.RowBytes2;
        object[] cells =
        [
            point.FilterRatio, point.Capacity, point.Split, point.Entries1 * (long)options.RowBytes1, point.Entries2 * (long)options.RowBytes2,
            point.Entries1, point.Entries2, point.Entries1 + point.Entries2, point.Accesses1, point.Accesses2, point.Accesses1 + point.Accesses2,
            hits1, hits2, hits1 + hits2, Percent(rate1), Percent(rate2), Percent(point.Total(CachePolicy.Fifo)),
            bytes1, bytes2, bytes1 + bytes2, sram1, sram2, sram1 + sram2, Amat(point, rate1, rate2),
        ];
        return cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture)!);
    }

    private static IEnumerable<string> Others(CacheStudyPoint point) => s_policies.Where(policy => policy != CachePolicy.Fifo)
        .SelectMany(policy => new[] { point.Stage1[(int)policy], point.Stage2[(int)policy], point.Total(policy) }.Select(rate => Percent(rate)));

    private static IEnumerable<string> Corrected(CacheStudyPoint point) =>
        s_policies.SelectMany(policy => new[] { point.Stage2Corrected[(int)policy], point.TotalCorrected(policy) }.Select(rate => Percent(rate)));

    private double Amat(CacheStudyPoint point, double rate1, double rate2)
    {
        double bytes1 = (double)point.Accesses1 * options.RowBytes1, bytes2 = (double)point.Accesses2 * options.RowBytes2;
        double hit = (rate1 * bytes1 + rate2 * bytes2) / (bytes1 + bytes2);
        return HitCycles * hit + MissCycles * (1 - hit);
    }

    private static string Name(CachePolicy policy) => policy == CachePolicy.LookAhead ? "lookahead" : policy.ToString().ToLowerInvariant();

    private static string Percent(double rate, int digits = 6) => Math.Round(100 * rate, digits).ToString(CultureInfo.InvariantCulture);
}
