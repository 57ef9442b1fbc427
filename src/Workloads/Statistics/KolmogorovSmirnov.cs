namespace RecPipe.Workloads.Statistics;

/// <summary>The one-sample Kolmogorov-Smirnov test against the exponential distribution with mean 1 (fully specified).</summary>
/// <param name="Statistic">Largest distance between the empirical and the exponential distribution function.</param>
/// <param name="PValue">Chance of a distance at least as large if the gaps are exponential.</param>
/// <param name="Count">Gaps tested.</param>
public sealed record KolmogorovSmirnov(double Statistic, double PValue, int Count)
{
    /// <param name="gaps">Gaps divided by their expected mean; sorted in place.</param>
    public static KolmogorovSmirnov Exponential(Span<double> gaps)
    {
        gaps.Sort();
        double distance = 0;
        for (int i = 0; i < gaps.Length; i++)
        {
            double expected = -Math.Exp(-gaps[i]) + 1;
            distance = Math.Max(distance, Math.Max((i + 1.0) / gaps.Length - expected, expected - (double)i / gaps.Length));
        }
        double root = Math.Sqrt(gaps.Length);
        return new(distance, gaps.Length == 0 ? 1 : Survival((root + 0.12 + 0.11 / root) * distance), gaps.Length);
    }

    /// <summary>Kolmogorov's limit distribution, with the argument corrected for finite samples by Stephens (1970).</summary>
    private static double Survival(double x)
    {
        if (x < 0.2)
            return 1;
        double sum = 0;
        for (int k = 1; k <= 100; k++)
        {
            double term = Math.Exp(-2.0 * k * k * x * x);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-16)
                break;
        }
        return Math.Clamp(2 * sum, 0, 1);
    }
}
