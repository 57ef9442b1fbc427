using RecPipe.Figures.Published;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Figures.Sources;

/// <summary>Figure 3: quality of the three models against the candidates of a query. Ours only where trained models and data are given.</summary>
internal sealed class Figure3 : IFigureSource
{
    private static readonly string[] s_models = ["rm-small", "rm-med", "rm-large"];

    public string Number => "3";

    public string Title => "quality against the candidates of a query";

    public Figure Build(FigureContext context, CancellationToken cancellationToken = default)
    {
        if (context.Models is null != context.Data is null)
            throw new ConfigException("figures", context.Models is null ? "--models" : "--data", "Quality is measured with models on data, and only one of the two is given.", "Give both, or neither.");
        bool parity = context.Mode == FigureMode.Parity;
        PublishedRow[] published = [.. PublishedFigure.Load("3").Rows];
        int[] items = [.. published.Select(row => (int)row.Number("items")).Distinct().Order()];
        MeasuredQuality? measured = context.Models is null ? null : MeasuredQuality.Measure(context, s_models, items, cancellationToken);
        return new()
        {
            Number = Number,
            Title = Title,
            Mode = context.Mode,
            Values =
            [
                .. from model in s_models
                   from count in items
                   let found = measured?.Ndcg(model, count)
                   let known = Find(published, model, count, "ndcg64")
                   where found is not null || known is not null
                   select new ComparedValue(model, Invariant($"{count} candidates"), parity ? "\"NDCG\"@64 (%)" : "NDCG@64 (%)", 100 * found, known),
                .. s_models.Select(model => new ComparedValue(model, Invariant($"{items[^1]} candidates"), "error (%)", 100 * measured?.Error(model), Find(published, model, items[^1], "error"))),
            ],
            Tables = [new("quality", "NDCG@64 by candidates, %", Quality(published, measured, items))],
            Charts = [Lines(published, measured, items)],
            Remarks =
            [
                .. measured is null ? ["Nothing of ours was measured: give --models and --data for that."] : new[] { measured.Description },
                "The published \"NDCG\" divides by the DCG of 64 relevant candidates, whether a query has as many or not, and its queries are consecutive rows of the log, unrelated impressions of which a quarter is relevant. Of 256 candidates about as many are relevant as the list is long, and it must find nearly all of them; of 4096 a thousand are, and any 64 of them will do. The rise from 60 to 91 % is mostly that.",
                "The published queries are rows that the models learned from: their error is 18.2 to 18.5 %, and 21.1 to 21.4 % on held-out rows (Figure 2's logs). Between models the metric differs by 1.2 points, between 256 and 4096 candidates by 31: that candidates matter more than the model is the paper's conclusion, and of such queries it could not be otherwise. Where a query has 64 relevant candidates, standard NDCG@64 is the same number.",
                parity ? "Parity: the published metric and its consecutive training rows." : "Corrected: standard NDCG of held-out candidates; with fewer candidates a pipeline ranks the first ones of the same query, and is judged by what was relevant among all.",
            ],
        };
    }

    private static double? Find(PublishedRow[] published, string model, int items, string quantity) => published
        .FirstOrDefault(row => row["model"] == model && (int)row.Number("items") == items && row["quantity"] == quantity)?.Number("percent");

    private static Table Quality(PublishedRow[] published, MeasuredQuality? measured, int[] items)
    {
        Table table = new([new("candidates"), .. s_models.SelectMany(model => new Column[] { new($"{model}, published"), new($"{model}, ours") })]);
        foreach (int count in items)
            table.Add([Invariant($"{count}"), .. s_models.SelectMany(model => new[] { Percent(Find(published, model, count, "ndcg64")), Percent(100 * measured?.Ndcg(model, count)) })]);
        return table;
    }

    private static FigureChart Lines(PublishedRow[] published, MeasuredQuality? measured, int[] items) => new("quality", new Chart(
        "Quality against candidates",
        new Axis("Candidates of a query", "", AxisScale.Logarithmic),
        new Axis("NDCG@64", "%"),
        [
            .. s_models.Select(model => new Series($"{model}, published", [.. items.Where(count => Find(published, model, count, "ndcg64") is not null).Select(count => new ChartPoint(count, Find(published, model, count, "ndcg64")!.Value))])),
            .. measured is null ? [] : s_models.Select(model => new Series($"{model}, ours", [.. items.Select(count => new ChartPoint(count, 100 * measured.Ndcg(model, count)))])),
        ]));

    private static string Percent(double? value) => value is { } percent ? Invariant($"{percent:0.00}") : "-";
}
