using RecPipe.Ranking.Randomness;

namespace RecPipe.Evaluation.Statistics;

/// <summary>
/// Percentile bootstrap over queries (Efron 1979; Efron and Tibshirani 1993, chapter 13): the queries are drawn again with
/// replacement, the mean of each such sample is taken, and the interval lies between the tail quantiles of the means. The same
/// seed draws the same samples for every metric and cascade.
/// </summary>
public sealed class Bootstrap
{
    private readonly int _resamples;
    private readonly ulong _seed;
    private readonly double _confidence;

    /// <param name="resamples">At least 100; 2000 settle the third digit of an interval.</param>
    /// <param name="seed">Of the samples.</param>
    /// <param name="confidence">In (0, 1).</param>
    public Bootstrap(int resamples, ulong seed, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Between 0 and 1.");
        (_resamples, _seed, _confidence) = (resamples, seed, confidence);
    }

    /// <summary>Interval of a mean.</summary>
    /// <returns>NaN when the metric is defined for no query.</returns>
    public Interval Mean(MetricSample sample) => Of([.. sample.Values.Span.ToArray().Where(value => !double.IsNaN(value))]);

    /// <summary>Interval of the mean difference, query by query: narrower than two intervals apart, because queries are hard or easy for both.</summary>
    /// <param name="sample">Of one cascade.</param>
    /// <param name="reference">Of another, over the same queries; it is subtracted.</param>
    public Interval Difference(MetricSample sample, MetricSample reference)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(reference.Values.Length, sample.Values.Length, nameof(reference));
        return Of([.. sample.Values.ToArray().Zip(reference.Values.ToArray(), (a, b) => a - b).Where(difference => !double.IsNaN(difference))]);
    }

    private Interval Of(double[] values)
    {
        if (values.Length == 0)
            return new(double.NaN, double.NaN);
        double[] means = new double[_resamples];
        Xoshiro256 random = new(_seed);
        for (int i = 0; i < means.Length; i++)
        {
            double sum = 0;
            for (int n = 0; n < values.Length; n++)
                sum += values[random.NextBelow((uint)values.Length)];
            means[i] = sum / values.Length;
        }
        Array.Sort(means);
        return new(Quantile(means, (1 - _confidence) / 2), Quantile(means, (1 + _confidence) / 2));
    }

    /// <summary>Linear between the two nearest order statistics.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
