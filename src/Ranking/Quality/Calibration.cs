namespace RecPipe.Ranking.Quality;

/// <summary>Whether predicted probabilities are as large as what comes true.</summary>
/// <param name="Ratio">
/// Mean prediction over the share of positives: 1 when right, above 1 when too many clicks are promised (He et al. 2014,
/// "Practical lessons from predicting clicks on ads at Facebook"). NaN without a positive.
/// </param>
/// <param name="ExpectedError">
/// Expected calibration error: over equally wide bins of the prediction, the mean distance between a bin's mean prediction and
/// its share of positives, weighted by its rows (Naeini et al. 2015). In [0, 1].
/// </param>
public sealed record Calibration(double Ratio, double ExpectedError)
{
    /// <summary>Bins unless another number is asked for.</summary>
    public const int DefaultBins = 10;

    /// <param name="probabilities">[n], each in [0, 1].</param>
    /// <param name="labels">[n], 0 or 1.</param>
    /// <param name="bins">At least 1; a prediction of 1 belongs to the last.</param>
    public static Calibration Of(ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> labels, int bins = DefaultBins)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, probabilities.Length, nameof(labels));
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double[] predicted = new double[bins], observed = new double[bins];
        for (int i = 0; i < labels.Length; i++)
        {
            int bin = Math.Clamp((int)(probabilities[i] * (double)bins), 0, bins - 1);
            predicted[bin] += probabilities[i];
            observed[bin] += labels[i] != 0 ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < bins; bin++)
            error += Math.Abs(predicted[bin] - observed[bin]);
        double positives = observed.Sum();
        return new(positives == 0 ? double.NaN : predicted.Sum() / positives, error / labels.Length);
    }
}
