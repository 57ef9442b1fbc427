namespace RecPipe.Evaluation.Statistics;

/// <summary>One metric of one cascade, query by query.</summary>
/// <param name="values">One a query; NaN where the metric is not defined (no candidate is relevant).</param>
public sealed class MetricSample(double[] values)
{
    public ReadOnlyMemory<double> Values { get; } = values;

    /// <summary>Queries for which the metric is defined.</summary>
    public int Judged { get; } = values.Length - values.Count(double.IsNaN);

    /// <summary>Over the queries for which it is defined; NaN when there are none.</summary>
    public double Mean { get; } = MeanOf(values);

    private static double MeanOf(double[] values)
    {
        double sum = 0;
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
                continue;
            sum += value;
            count++;
        }
        return count == 0 ? double.NaN : sum / count;
    }
}
