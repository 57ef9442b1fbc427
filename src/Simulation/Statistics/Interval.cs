namespace RecPipe.Simulation.Statistics;

/// <summary>An estimate with its confidence interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="HalfWidth">The truth is expected within this of it.</param>
public readonly record struct Interval(double Value, double HalfWidth)
{
    public double Low => Value - HalfWidth;

    public double High => Value + HalfWidth;

    /// <summary>Half the interval's width over the estimate; 0 when both are 0.</summary>
    public double RelativeHalfWidth => HalfWidth == 0 ? 0 : HalfWidth / Math.Abs(Value);

    public bool Covers(double truth) => truth >= Low && truth <= High;

    /// <summary>The mean of independent results, 95 % confidence by Student's distribution.</summary>
    /// <param name="results">At least two.</param>
    public static Interval OfMean(IReadOnlyList<double> results)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(results.Count, 2);
        double mean = results.Average();
        double variance = results.Sum(result => (result - mean) * (result - mean)) / (results.Count - 1);
        return new(mean, Quantile95(results.Count - 1) * Math.Sqrt(variance / results.Count));
    }

    /// <summary>97.5 % quantile of Student's distribution: Cornish-Fisher expansion about the normal one (Abramowitz and Stegun 26.7.5), exact below 3 degrees.</summary>
    private static double Quantile95(int degrees)
    {
        const double P = 0.975, Z = 1.959963984540054;
        if (degrees == 1)
            return Math.Tan(Math.PI * (P - 0.5));
        if (degrees == 2)
            return (2 * P - 1) * Math.Sqrt(2 / (4 * P * (1 - P)));
        double n = degrees, z2 = Z * Z;
        double g1 = Z * (z2 + 1) / 4;
        double g2 = Z * (5 * z2 * z2 + 16 * z2 + 3) / 96;
        double g3 = Z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384;
        double g4 = Z * (79 * z2 * z2 * z2 * z2 + 776 * z2 * z2 * z2 + 1482 * z2 * z2 - 1920 * z2 - 945) / 92160;
        return Z + g1 / n + g2 / (n * n) + g3 / (n * n * n) + g4 / (n * n * n * n);
    }
}
