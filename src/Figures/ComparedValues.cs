using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Figures;

/// <summary>Compared values as a table, and what they say together.</summary>
public static class ComparedValues
{
    /// <summary>Series, point, quantity, ours, published, deviation.</summary>
    public static Table ToTable(this IReadOnlyCollection<ComparedValue> values)
    {
        bool why = values.Any(value => value.Why.Length > 0);
        Column[] columns = [new("series", false), new("point", false), new("quantity", false), new("ours"), new("published"), new("deviation (%)")];
        Table table = new([.. columns, .. why ? [new Column("why", false)] : Array.Empty<Column>()]);
        foreach (ComparedValue value in values)
        {
            string[] cells = [value.Series, value.Point, value.Quantity, Number(value.Ours, value), Number(value.Published, value), Deviation(value)];
            table.Add([.. cells, .. why ? [value.Why] : Array.Empty<string>()]);
        }
        return table;
    }

    /// <summary>
    /// Pairs of values of one group that were published clearly apart, and how many of them ours puts in the same order. Values
    /// without a number on either side are left out.
    /// </summary>
    /// <param name="values">All.</param>
    /// <param name="group">What is compared with each other, for example the point.</param>
    /// <param name="apart">Least ratio of two published values that are told apart.</param>
    public static (int Alike, int Pairs) Ranking(this IEnumerable<ComparedValue> values, Func<ComparedValue, string> group, double apart = 1.1)
    {
        int alike = 0, pairs = 0;
        foreach (IGrouping<string, ComparedValue> compared in values.Where(value => value.DeviationPercent is not null).GroupBy(group))
        {
            ComparedValue[] sorted = [.. compared.OrderBy(value => value.Published)];
            for (int i = 0; i < sorted.Length; i++)
            {
                foreach (ComparedValue larger in sorted[(i + 1)..].Where(larger => larger.Published >= apart * sorted[i].Published))
                {
                    pairs++;
                    alike += larger.Ours > sorted[i].Ours ? 1 : 0;
                }
            }
        }
        return (alike, pairs);
    }

    /// <summary>Median and largest absolute deviation of those that have one, in a sentence; empty when none has.</summary>
    public static string Summary(this IEnumerable<ComparedValue> values)
    {
        double[] deviations = [.. values.Select(value => value.DeviationPercent).OfType<double>().Select(Math.Abs).Order()];
        return deviations.Length == 0 ? "" : Invariant(
            $"{deviations.Length} values compared: deviation {deviations[deviations.Length / 2]:0.0} % in the median, {deviations[(int)(0.9 * (deviations.Length - 1))]:0.0} % at the 90th percentile, {deviations[^1]:0.0} % at most; {deviations.Count(deviation => deviation > 10)} above 10 %.");
    }

    private static string Number(double? number, ComparedValue value) => number switch
    {
        null => value.Missing,
        0 => "0",
        { } finite when Math.Abs(finite) >= 1000 => Invariant($"{finite:0}"),
        { } finite => Invariant($"{finite:G4}"),
    };

    private static string Deviation(ComparedValue value) => value.DeviationPercent is { } percent ? Invariant($"{percent:+0.0;-0.0;0.0}") : "";
}
