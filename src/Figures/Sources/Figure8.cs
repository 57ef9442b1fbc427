using RecPipe.Figures.Published;
using RecPipe.Figures.Runs;
using RecPipe.Reporting.Charts;
using static System.FormattableString;

namespace RecPipe.Figures.Sources;

/// <summary>Figure 8: stages on the server's cores and on its GPU.</summary>
internal sealed class Figure8 : IFigureSource
{
    private static readonly string[][] s_onGpu = [["gpu"], ["cpu", "gpu"], ["gpu", "cpu"]];

    public string Number => "8";

    public string Title => "cores and a GPU, at equal quality and at equal load";

    public Figure Build(FigureContext context, CancellationToken cancellationToken = default)
    {
        FigureRuns runs = new(context);
        PublishedFigure published = PublishedFigure.Load(Number);
        (PublishedCascade Cascade, string[] Devices, double Interval)[] own =
        [
            .. from cascade in PublishedCascade.All
               from devices in s_onGpu.Append(["cpu", "cpu"])
               where devices.Length == cascade.Models.Count
               from interval in PlotTerms.ServerIntervals
               where interval == PlotTerms.ServerIntervals[^1] || cascade.QualityPercent >= PublishedCascade.EqualQuality
               select (cascade, devices, interval)
        ];
        IReadOnlyList<FigureRun> made = runs.Make(
            [.. published.Rows.Select(row => ServerValues.Spec(runs, row)), .. own.Select(run => runs.OnServer(run.Cascade.Models, run.Cascade.Items, run.Devices, run.Interval))],
            0, 1, cancellationToken);
        ComparedValue[] values = [.. published.Rows.Zip(made, (row, run) => ServerValues.Compare(row, run, runs, cancellationToken))];
        Point[] points = [.. own.Zip(made.Skip(published.Rows.Count)).Where(run => run.Second.P95Ms is not null)
            .Select(run => new Point(run.First.Cascade, string.Join('+', run.First.Devices), run.Second.Rate, run.Second.P95Ms!.Value))];
        return new()
        {
            Number = Number,
            Title = Title,
            Mode = context.Mode,
            Values = values,
            Tables = [new("tails", published.Source, values.ToTable())],
            Charts = [EqualQuality(points, published), EqualLoad(points, runs.Parity)],
            Remarks = [.. Remarks(values, points, runs.Parity)],
        };
    }

    private static FigureChart EqualQuality(Point[] points, PublishedFigure published) => new("equal-quality", new(
        "At equal quality: the best p95 of each kind by load, ours and as published", PlotTerms.Load, PlotTerms.Tail,
        [
            .. points.Where(point => point.Cascade.QualityPercent >= PublishedCascade.EqualQuality).GroupBy(point => point.Kind)
                .Select(kind => new Series(kind.Key, [.. kind.GroupBy(point => point.Rate).OrderBy(rate => rate.Key).Select(rate => rate.MinBy(point => point.P95Ms)!).Select(point => new ChartPoint(point.Rate, point.P95Ms, point.ToString()))])),
            .. published.Rows.Where(row => row["part"] == "top").GroupBy(row => Kind(row.Texts("devices")))
                .Select(kind => new Series($"{kind.Key}, published", [.. kind.OrderByDescending(row => row.Number("intervalMs")).Select(row => new ChartPoint(1000 / row.Number("intervalMs"), row.Number("p95Ms")))], SeriesStyle.Markers)),
        ]));

    private static FigureChart EqualLoad(Point[] points, bool parity) => new("equal-load", new(
        "At 67 queries/s: quality by p95", PlotTerms.Tail, new("NDCG@64 as published", "%"),
        [
            .. points.Where(point => point.Rate < 70 && (point.Devices == "gpu" || !point.Devices.Contains("gpu", StringComparison.Ordinal))).GroupBy(point => point.Kind)
                .Select(kind => new Series(kind.Key, [.. (parity ? PublishedFront.Rounded(kind, point => point.P95Ms, Quality) : PublishedFront.Exact(kind, point => point.P95Ms, Quality))
                    .Select(point => new ChartPoint(point.P95Ms, Quality(point), point.ToString()))])),
        ]));

    private static double Quality(Point point) => point.Cascade.QualityPercent;

    private static string Kind(IReadOnlyList<string> devices) => $"{(devices.Contains("gpu") ? "GPU" : "CPU")}, {PlotTerms.Stages(devices.Count)}";

    private static IEnumerable<string> Remarks(ComparedValue[] values, Point[] points, bool parity)
    {
        double? Best(string kind, double rate) => points.Where(point => point.Kind == kind && point.Cascade.QualityPercent >= PublishedCascade.EqualQuality && Math.Abs(point.Rate - rate) < 1).Select(point => (double?)point.P95Ms).Min();
        string Text(double? value) => value is { } ms ? Invariant($"{ms:0.0} ms") : "not stable";
        foreach (double rate in (double[])[66.67, 100, 250])
            yield return $"At {rate:0} queries/s and equal quality, p95 of one stage on the GPU is {Text(Best("GPU, one stage", rate))}, of two with one of them on it {Text(Best("GPU, two stages", rate))}, of two on the cores {Text(Best("CPU, two stages", rate))}.";
        if (parity)
        {
            yield return ServerValues.Ranking(values);
            yield return "The lower part keeps every run (its filter says \"at most 15 ms apart\"), so each point is the best of twelve loads and the same cascade stands there more than once. Here each is compared with its own run.";
            yield return "One query in flight on the GPU and arrivals that are nearly periodic at these loads: its tails look flat up to 80 % utilisation. With exponential gaps they are not (corrected mode).";
        }
        else
        {
            yield return "With exponential gaps the GPU queues at loads where the published runs show none: its published tails at 67 queries/s hold for nearly periodic queries only.";
            yield return "Exponential gaps at the true load, steady state, cores shared so that the busiest stage is least busy; times of cores and GPU are those calibrated on the published logs, quality is as published.";
        }
    }

    private sealed record Point(PublishedCascade Cascade, string Devices, double Rate, double P95Ms)
    {
        public string Kind => Figure8.Kind(Devices.Split('+'));

        public override string ToString() => $"{Cascade} on {Devices}";
    }
}
