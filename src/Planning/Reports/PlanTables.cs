using RecPipe.Planning.Search;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Planning.Reports;

/// <summary>What a plan found, as tables for a terminal or a page.</summary>
public static class PlanTables
{
    private const int MostRows = 20;

    /// <summary>All of it, for a terminal.</summary>
    public static string ToText(PlanReport report) => string.Join("\n",
    [
        .. report.Results.Select(result => ToText(report, result)),
        Invariant($"Planned in {report.Took.TotalSeconds:0.0} s (seed {report.Seed})."),
    ]);

    /// <summary>The points of a front.</summary>
    /// <param name="result">The plan.</param>
    /// <param name="most">Rows at most, those that hold the objective first.</param>
    public static Table Front(PlanResult result, int most)
    {
        Table table = new([new("", IsNumber: false), .. PointColumns(result)]);
        foreach (SearchPoint point in result.Front.OrderBy(point => !result.Holds(point)).Take(most))
            table.Add([point.Candidate == result.Recommended?.Point.Candidate ? "recommended" : result.Holds(point) ? "holds" : "", .. Cells(point, result)]);
        return table;
    }

    /// <summary>The recommended point beside its runners-up and the points that are best at something else.</summary>
    public static Table Comparison(PlanResult result, Recommendation recommended)
    {
        Table table = new([new("", IsNumber: false), .. PointColumns(result), new("against the recommended", IsNumber: false)]);
        table.Add(["recommended", .. Cells(recommended.Point, result), ""]);
        for (int i = 0; i < recommended.RunnersUp.Count; i++)
            Add($"runner-up {i + 1}", recommended.RunnersUp[i]);
        foreach (ComparedPoint compared in recommended.Compared)
            Add(compared.Holds ? compared.Why : $"{compared.Why} (misses the objective)", compared.Point);
        return table;

        void Add(string why, SearchPoint point) => table.Add([why, .. Cells(point, result), PlanText.Against(point, recommended.Point, result.Axes)]);
    }

    private static string ToText(PlanReport report, PlanResult result)
    {
        string head = Invariant($"""
            {report.Experiment}: {PlanText.Objective(result)}
            {result.Designs:N0} designs, {result.Saturated:N0} saturated by the load; {result.Screened:N0} had a short run, {result.Simulated:N0} were simulated, {result.Front.Count:N0} are on the Pareto front. Quality: {report.Qualities}
            {(report.LeftOut.Length > 0 ? $"{report.LeftOut}\n" : "")}
            """);
        string verdict = result.Recommended is { } recommended
            ? $"""

            Recommended: {recommended.Point.Candidate.Design}
            {PlanText.Reason(recommended)}.

            {Comparison(result, recommended).ToText()}
            """
            : $"""

            No design holds the objective. {Nearest(result)}

            """;
        string more = result.Front.Count > MostRows ? $"... and {result.Front.Count - MostRows} more: --json and --report have them all.\n" : "";
        return $"{head}{verdict}\nPareto front\n{Front(result, MostRows).ToText()}{more}";
    }

    private static string Nearest(PlanResult result) => result.Infeasibility is not { } infeasibility ? "" : string.Join("\n",
    [
        infeasibility.Binding is { } binding ? $"Nearest to being held: {binding.ToString().ToLowerInvariant()}." : "No constraint alone can be relaxed far enough.",
        .. infeasibility.Relaxations.Select(relaxation => $"  {PlanText.Sentence(relaxation, result)}"),
    ]);

    private static IEnumerable<Column> PointColumns(PlanResult result) =>
    [
        new("design", IsNumber: false),
        .. result.Axes.Qualities.Select(metric => new Column(metric)),
        .. result.Axes.Latencies.Select(metric => new Column($"{PlanText.Name(metric)} (ms)")),
        new("capacity (queries/s)"), new("busiest (%)"), new("cost"), new("devices", IsNumber: false),
        .. result.Axes.Energy ? [new Column("energy (mJ)")] : Array.Empty<Column>(),
    ];

    private static IEnumerable<string> Cells(SearchPoint point, PlanResult result) =>
    [
        point.Candidate.Design.ToString(),
        .. point.Candidate.Quality.Select(PlanText.Quality),
        .. result.Axes.Latencies.Select(metric => PlanText.Milliseconds(point.Latency(metric))),
        PlanText.Rate(point.Candidate.Bounds.Capacity), Invariant($"{100 * point.Performance.Utilisation.Max():0}"), PlanText.Cost(point.Candidate.Cost), PlanText.Devices(point.Candidate),
        .. result.Axes.Energy ? [Invariant($"{1000 * point.Candidate.Joules:0.###}")] : Array.Empty<string>(),
    ];
}
