using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Figures;

/// <summary>Compared values as a table, and what they say together.</summary>
public static class ComparedValues
{
    /// <summary>Series, point, quantity, ours, published, deviation.</summary>
    public static Table ToTable(this IEnumerable<ComparedValue> values)
    {
        Table table = new(new("series", false), new("point", false), new("quantity", false), new("ours"), new("published"), new("deviation (%)"));
        foreach (ComparedValue value in values)
            table.Add(value.Series, value.Point, value.Quantity, Number(value.Ours, value), Number(value.Published, value), Deviation(value));
        return table;
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
