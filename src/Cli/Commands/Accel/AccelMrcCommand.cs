using System.CommandLine;
using System.Text.Json;
using RecPipe.Cli.Accel;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Html;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>`recpipe accel mrc`: the miss ratio of an LRU cache at every capacity, from one pass.</summary>
internal static class AccelMrcCommand
{
    private const string Name = "accel mrc", Accesses = "accesses", Rows = "rows";

    /// <summary>Points printed for each doubling of the capacity: in the table, and in JSON and plots.</summary>
    private const int TablePoints = 1, CurvePoints = MissRatioCurves.PointsPerDoubling;

    /// <summary>A point of the curve.</summary>
    private sealed record Point(long Capacity, double MissRatio, double? SampledMissRatio);

    public static Command Create()
    {
        AccessSource source = new();
        Option<double?> sample = new("--sample") { Description = "Follow only this share of the accesses or rows, in (0, 1): faster, an estimate." };
        Option<string> by = new("--by") { Description = "What --sample chooses: accesses (their reuse times; near even when few rows get most accesses) or rows (by hash, SHARDS; needs no second look at other rows).", DefaultValueFactory = _ => Accesses };
        by.AcceptOnlyFromAmong(Accesses, Rows);
        Option<bool> compare = new("--compare") { Description = "With --sample: compute the exact curve too and print the estimate's error." };
        Option<bool> warm = new("--warm") { Description = "Run the trace once before counting; exact curves only." };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Option<string?> plot = new("--plot") { Description = "Write the curve as an HTML page." };
        Command command = new("mrc", "Miss-ratio curve: what an LRU cache of any number of rows would miss, from one pass over a trace.") { sample, by, compare, warm, json, plot };
        source.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                double? rate = parsed.GetValue(sample);
                Check(rate, parsed.GetValue(compare), parsed.GetValue(warm));
                string? page = parsed.GetValue(plot) is { } path ? OutputPath.File("--plot", path) : null;
                MissRatioCurves curves = Terminal.WithProgress("Stack distances", progress => MissRatioCurves.Measure(
                    source.Load(parsed, cancellationToken), rate, parsed.GetValue(by) == Rows, rate is null || parsed.GetValue(compare), parsed.GetValue(warm), progress, cancellationToken));
                if (page is not null)
                    Page(curves).Save(page);
                if (parsed.GetValue(json))
                    PrintJson(curves);
                else
                    PrintTable(curves);
            },
            cancellationToken));
        return command;
    }

    private static void Check(double? rate, bool compare, bool warm)
    {
        List<ConfigProblem> problems = [];
        if (rate is double share && !(share > 0 && share < 1))
            problems.Add(new(Name, "--sample", Invariant($"A share of {share}."), "Give a number above 0 and below 1; leave it out for the exact curve."));
        if (compare && rate is null)
            problems.Add(new(Name, "--compare", "There is no estimate to compare.", "Add --sample."));
        if (warm && rate is not null)
            problems.Add(new(Name, "--warm", "A sampled curve is of one cold pass.", "Leave out --warm or --sample."));
        ConfigException.ThrowIfAny(problems);
    }

    private static void PrintJson(MissRatioCurves curves) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            accesses = curves.Trace.Length,
            rows = curves.Trace.Keys,
            curves.Seconds,
            trackedAccesses = curves.First.TrackedAccesses,
            meanError = curves.MeanError,
            largestError = curves.LargestError,
            points = Points(curves, CurvePoints),
        },
        ConfigFile.Json));

    private static void PrintTable(MissRatioCurves curves)
    {
        Console.WriteLine(Invariant($"{curves.Trace.Length:N0} accesses to {curves.Trace.Keys:N0} rows; {curves.First.TrackedAccesses:N0} followed in {curves.Seconds:0.00} s ({curves.Trace.Length / curves.Seconds / 1e6:0.0} million accesses/s)"));
        List<Point> points = Points(curves, TablePoints);
        bool sampled = curves.Sampled is not null;
        Table table = new([new("capacity (rows)"), .. curves.Exact is null ? [] : new Column[] { new("miss ratio (%)") }, .. sampled ? [new Column("sampled (%)")] : Array.Empty<Column>()]);
        foreach (Point point in points)
            table.Add([Invariant($"{point.Capacity:N0}"), .. curves.Exact is null ? [] : new[] { Percent(point.MissRatio) }, .. sampled ? [Percent(point.SampledMissRatio!.Value)] : Array.Empty<string>()]);
        Console.Write(table.ToText());
        if (curves.MeanError is double mean)
            Console.WriteLine(Invariant($"Error of the estimate over capacities spaced evenly by their logarithm: mean {100 * mean:0.000} points, largest {100 * curves.LargestError:0.000} points."));
    }

    private static List<Point> Points(MissRatioCurves curves, int perDoubling) =>
        [.. curves.Capacities(perDoubling).Select(capacity => new Point(capacity, (curves.Exact ?? curves.First).MissRatio(capacity), curves.Sampled?.MissRatio(capacity)))];

    private static HtmlPage Page(MissRatioCurves curves)
    {
        List<Point> points = Points(curves, CurvePoints);
        List<Series> series = [];
        if (curves.Exact is not null)
            series.Add(new("exact", [.. points.Select(point => new ChartPoint(point.Capacity, 100 * point.MissRatio))], SeriesStyle.Line));
        if (curves.Sampled is not null)
            series.Add(new("sampled", [.. points.Select(point => new ChartPoint(point.Capacity, 100 * point.SampledMissRatio!.Value))], SeriesStyle.Line));
        return new HtmlPage("Miss ratio of an LRU embedding cache")
            .Paragraph(Invariant($"{curves.Trace.Length:N0} accesses to {curves.Trace.Keys:N0} rows."))
            .Chart(new Chart("Miss ratio against size", new Axis("Capacity", "rows", AxisScale.Logarithmic), new Axis("Miss ratio", "%") { Min = 0, Max = 100 }, series));
    }

    private static string Percent(double ratio) => Invariant($"{100 * ratio:0.00}");
}
