using RecPipe.Accelerator.Caches;
using RecPipe.Accelerator.Caches.Study;
using RecPipe.Figures.Published;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Figures.Sources;

/// <summary>Figure 10c: how to split on-chip memory between the embedding caches of two stages.</summary>
internal sealed class Figure10c : IFigureSource
{
    /// <summary>512 of 4096 candidates survive, as in the paper's two-stage pipelines.</summary>
    private const double Ratio = 0.125;

    /// <summary>Half a second of a core for each million; hit rates are within a point of those of ten times as many.</summary>
    private const long Lookups = 2_000_000;

    private const int HitCycles = 1, MissCycles = 100;

    public string Number => "10c";

    public string Title => "embedding caches of two stages: how to split the memory";

    public Figure Build(FigureContext context, CancellationToken cancellationToken = default)
    {
        bool parity = context.Mode == FigureMode.Parity;
        PublishedRow[] published = [.. PublishedFigure.Load("10c").Rows];
        CacheStudyOptions options = new() { Lookups = Lookups, Seed = context.Seed, FilterRatios = [Ratio], Splits = [.. published.Select(row => row.Number("split")).Distinct()] };
        IReadOnlyList<CacheStudyPoint> points = CacheStudy.Run(options, context.Progress, cancellationToken);
        Dictionary<(long, double), CacheStudyPoint> found = points.ToDictionary(point => (point.Capacity, point.Split));
        return new()
        {
            Number = Number,
            Title = Title,
            Mode = context.Mode,
            Values = [.. published.SelectMany(row => Compare(options, row, found[((long)row.Number("capacityBytes"), row.Number("split"))], parity))],
            Tables = [new("splits", "The best split of each capacity, by the average access", BestSplits(options, points, published))],
            Charts =
            [
                AccessTime("published", "Published: average access against the split", [.. published.GroupBy(row => row.Number("capacityBytes")).Select(group => (group.Key, group.Select(row => (row.Number("split"), row.Number("amat")))))]),
                AccessTime("ours", parity ? "Ours, as published: first in, first out" : "Ours: look-ahead caches, and the survivors in the second stage", [.. points.GroupBy(point => (double)point.Capacity).Select(group => (group.Key, group.Select(point => (point.Split, Amat(options, point, parity ? CachePolicy.Fifo : CachePolicy.LookAhead, corrected: !parity)))))]),
            ],
            Remarks =
            [
                Invariant($"{Lookups:N0} lookups of a trace that was fitted to the published first-stage hit rates (the artefact reads 64 million of the real log); 77 of the 735 published settings are compared, `recpipe accel cache-study` makes them all."),
                "The artefact's caches are first in, first out, whatever they are called; each line of 128 bytes holds one row, so that the first stage's rows of 16 bytes waste seven eighths of their memory; and its second stage reads the first rows of the first stage's trace instead of a random part of them, so that filtering has no effect on what is read.",
                Conclusion(options, points, published),
                parity
                    ? "Parity: first in, first out, and the second stage's rows as the artefact read them."
                    : "Corrected: the second stage reads each query's survivors, and caches look ahead over one query's accesses. Deviations from the published values are the gain of that.",
            ],
        };
    }

    private static IEnumerable<ComparedValue> Compare(CacheStudyOptions options, PublishedRow row, CacheStudyPoint point, bool parity)
    {
        CachePolicy policy = parity ? CachePolicy.Fifo : CachePolicy.LookAhead;
        string series = Invariant($"{point.Capacity >> 20} MiB"), place = Invariant($"{point.Split:0.0} to the first stage");
        if (point.Entries1 > 0)
            yield return new(series, place, "first stage, hits (%)", 100 * point.Stage1[(int)policy], row.Number("hitRate1"));
        if (point.Entries2 > 0)
            yield return new(series, place, "second stage, hits (%)", 100 * (parity ? point.Stage2 : point.Stage2Corrected)[(int)policy], row.Number("hitRate2"));
        yield return new(series, place, "average access (cycles)", Amat(options, point, policy, corrected: !parity), row.Number("amat"));
    }

    private static Table BestSplits(CacheStudyOptions options, IReadOnlyList<CacheStudyPoint> points, PublishedRow[] published)
    {
        Table table = new(new("capacity (MiB)"), new("published: split"), new("cycles"), new("FIFO, as published: split"), new("cycles"), new("LRU, survivors: split"), new("cycles"), new("look-ahead, survivors: split"), new("cycles"));
        foreach (IGrouping<long, CacheStudyPoint> capacity in points.GroupBy(point => point.Capacity))
        {
            PublishedRow best = published.Where(row => (long)row.Number("capacityBytes") == capacity.Key).MinBy(row => row.Number("amat"))!;
            table.Add(
            [
                Invariant($"{capacity.Key >> 20}"), best["split"], Invariant($"{best.Number("amat"):0.0}"),
                .. Best(CachePolicy.Fifo, corrected: false), .. Best(CachePolicy.Lru, corrected: true), .. Best(CachePolicy.LookAhead, corrected: true),
            ]);

            string[] Best(CachePolicy policy, bool corrected)
            {
                CacheStudyPoint point = capacity.MinBy(point => Amat(options, point, policy, corrected))!;
                return [Invariant($"{point.Split:0.0}"), Invariant($"{Amat(options, point, policy, corrected):0.0}")];
            }
        }
        return table;
    }

    private static string Conclusion(CacheStudyOptions options, IReadOnlyList<CacheStudyPoint> points, PublishedRow[] published)
    {
        double Cycles(CacheStudyPoint point) => Amat(options, point, CachePolicy.LookAhead, corrected: true);
        PublishedRow[] before = [.. published.GroupBy(row => row.Number("capacityBytes")).Select(rows => rows.MinBy(row => row.Number("amat"))!)];
        CacheStudyPoint[] after = [.. before.Select(row => points.Where(point => point.Capacity == (long)row.Number("capacityBytes")).MinBy(Cycles)!)];
        double[] gains = [.. before.Zip(after, (row, point) => 100 * (1 - Cycles(point) / row.Number("amat")))];
        return Invariant($"What this did to the conclusion: every capacity seemed best when the first stage has {before.Min(row => row.Number("split")):0.0} to {before.Max(row => row.Number("split")):0.0} of it. With each query's survivors in the second stage and caches that look ahead over a query's accesses, shares of {after.Min(point => point.Split):0.0} to {after.Max(point => point.Split):0.0} are best, and an access takes {gains.Min():0} to {gains.Max():0} % less time than the published best.");
    }

    private static FigureChart AccessTime(string name, string title, IReadOnlyList<(double Capacity, IEnumerable<(double Split, double Cycles)> Points)> series) => new(name, new Chart(
        title,
        new Axis("Share of the memory given to the first stage"),
        new Axis("Average access", "cycles"),
        [.. series.Select(line => new Series(Invariant($"{line.Capacity / (1 << 20):0} MiB"), [.. line.Points.Select(point => new ChartPoint(point.Split, point.Cycles))]))]));

    /// <summary>Weighted by bytes, as published.</summary>
    private static double Amat(CacheStudyOptions options, CacheStudyPoint point, CachePolicy policy, bool corrected)
    {
        double bytes1 = (double)point.Accesses1 * options.RowBytes1, bytes2 = (double)point.Accesses2 * options.RowBytes2;
        double hits = (point.Stage1[(int)policy] * bytes1 + (corrected ? point.Stage2Corrected : point.Stage2)[(int)policy] * bytes2) / (bytes1 + bytes2);
        return HitCycles * hits + MissCycles * (1 - hits);
    }
}
