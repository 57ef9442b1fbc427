namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// Maps a standard normal score to log(x + 1) of an integer feature by its quantiles: zero up to its share of zeros, then
/// piecewise lognormal between the known quantiles, rounded to whole counts. Tabulated: a lookup a draw.
/// </summary>
internal sealed class DenseLaw
{
    private const int Cells = 4096;
    private const double Limit = 5;
    private const double CellsPerUnit = Cells / (2 * Limit);
    private readonly float[] _values = new float[Cells];

    public DenseLaw(CriteoDenseFeature feature)
    {
        double[] weights = Weights();
        (double Share, double Log)[] knots = Knots(feature);
        double cumulative = 0, mean = 0, square = 0;
        double[] scores = [.. knots.Select(knot => Score(weights, knot.Share))];
        for (int i = 0; i < Cells; i++)
        {
            cumulative += weights[i];
            double value = cumulative - weights[i] / 2 <= feature.Zero ? 0 : Math.Log(1 + Math.Max(1, Math.Round(Math.Exp(Interpolate(scores, knots, Centre(i))) - 1)));
            _values[i] = (float)value;
            mean += weights[i] * value;
            square += weights[i] * value * value;
        }
        Mean = (1 - feature.Missing) * mean;
        Deviation = Math.Sqrt((1 - feature.Missing) * square - Mean * Mean);
    }

    /// <summary>Mean of log(x + 1), missing counted as 0.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation of log(x + 1), missing counted as 0.</summary>
    public double Deviation { get; }

    public float Value(double score) => _values[Math.Clamp((int)((score + Limit) * CellsPerUnit), 0, Cells - 1)];

    private static (double Share, double Log)[] Knots(CriteoDenseFeature f)
    {
        (double Share, double Value)[] known = [(0.25, f.P25), (0.5, f.P50), (0.75, f.P75), (0.95, f.P95), (0.99, f.P99), (1 - 1.0 / 8000, f.Max)];
        return [(f.Zero, Math.Log(1.5)), .. known.Where(k => k.Share > f.Zero && k.Value > 0).Select(k => (k.Share, Math.Log(1 + k.Value)))];
    }

    private static double Interpolate(double[] scores, (double Share, double Log)[] knots, double score)
    {
        if (score >= scores[^1])
            return knots[^1].Log;
        int i = 1;
        while (scores[i] < score)
            i++;
        double part = Math.Clamp((score - scores[i - 1]) / (scores[i] - scores[i - 1]), 0, 1);
        return knots[i - 1].Log + part * (knots[i].Log - knots[i - 1].Log);
    }

    /// <summary>The score below which a share of a normal population lies.</summary>
    private static double Score(double[] weights, double share)
    {
        int i = 0;
        double sum = 0;
        while (i < Cells - 1 && sum + weights[i] < share)
            sum += weights[i++];
        return Centre(i);
    }

    private static double[] Weights()
    {
        double[] weights = [.. Enumerable.Range(0, Cells).Select(i => Math.Exp(-0.5 * Centre(i) * Centre(i)))];
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    private static double Centre(int cell) => (cell + 0.5) / CellsPerUnit - Limit;
}
