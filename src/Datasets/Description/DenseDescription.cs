using RecPipe.Datasets.Store;

namespace RecPipe.Datasets.Description;

/// <summary>A dense column, as models see it (log(x + 1) for Criteo).</summary>
/// <param name="Name">For example "I1".</param>
/// <param name="Mean">Over all rows.</param>
/// <param name="ZeroShare">Share of the rows where it is 0, as it is where it is missing.</param>
/// <param name="Min">Over all rows.</param>
/// <param name="P50">Quantile of at most 1,048,576 rows, evenly spaced.</param>
/// <param name="P95">Quantile, likewise.</param>
/// <param name="P99">Quantile, likewise.</param>
/// <param name="Max">Over all rows.</param>
public sealed record DenseDescription(string Name, double Mean, double ZeroShare, double Min, double P50, double P95, double P99, double Max)
{
    private const int QuantileRows = 1 << 20;

    internal static DenseDescription Of(FeatureStore store, int column)
    {
        double sum = 0;
        float min = float.PositiveInfinity, max = float.NegativeInfinity;
        long zeros = 0;
        for (int row = 0; row < store.Rows; row++)
        {
            float value = store.DenseRow(row)[column];
            sum += value;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            zeros += value == 0 ? 1 : 0;
        }
        float[] sample = new float[Math.Min(store.Rows, QuantileRows)];
        for (int i = 0; i < sample.Length; i++)
            sample[i] = store.DenseRow((int)((long)i * store.Rows / sample.Length))[column];
        Array.Sort(sample);
        return new(store.Manifest.Dense[column], sum / store.Rows, (double)zeros / store.Rows, min, Quantile(0.5), Quantile(0.95), Quantile(0.99), max);

        double Quantile(double share) => sample[(int)(share * (sample.Length - 1))];
    }
}
