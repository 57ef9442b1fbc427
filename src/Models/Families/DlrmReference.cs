namespace RecPipe.Models.Families;

/// <summary>DLRM computed plainly in double precision: what every faster way of computing it is compared with.</summary>
public static class DlrmReference
{
    /// <summary>Click probabilities.</summary>
    /// <param name="config">The model.</param>
    /// <param name="tableRows">Rows of each table.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="dense">[n, dense width].</param>
    /// <param name="sparse">[n, tables], row numbers within each table.</param>
    /// <returns>[n].</returns>
    public static double[] Score(DlrmConfig config, IReadOnlyList<int> tableRows, DlrmWeights weights, ReadOnlySpan<float> dense, ReadOnlySpan<int> sparse)
    {
        double[] scores = new double[sparse.Length / tableRows.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            double logit = Logit(config, tableRows, weights, dense.Slice(i * config.DenseWidth, config.DenseWidth), sparse.Slice(i * tableRows.Count, tableRows.Count));
            scores[i] = 1 / (1 + Math.Exp(-logit));
        }
        return scores;
    }

    /// <summary>The logit of one row.</summary>
    public static double Logit(DlrmConfig config, IReadOnlyList<int> tableRows, DlrmWeights weights, ReadOnlySpan<float> dense, ReadOnlySpan<int> sparse)
    {
        double[] bottom = Array.ConvertAll(dense.ToArray(), x => (double)x);
        foreach (DenseLayer layer in weights.Bottom)
            bottom = Relu(layer.Apply(bottom));
        double[][] vectors = [bottom, .. Embed(config.EmbeddingDim, tableRows, weights.Embeddings, sparse)];
        double[] top = config.Interaction == Interaction.Dot ? Dot(vectors) : [.. vectors.SelectMany(v => v)];
        for (int i = 0; i < weights.Top.Count; i++)
            top = i == weights.Top.Count - 1 ? weights.Top[i].Apply(top) : Relu(weights.Top[i].Apply(top));
        return top[0];
    }

    private static double[][] Embed(int dim, IReadOnlyList<int> tableRows, EmbeddingReader embeddings, ReadOnlySpan<int> sparse)
    {
        int[] offsets = TableOffsets.Of(tableRows);
        double[][] vectors = new double[sparse.Length][];
        float[] row = new float[dim];
        for (int i = 0; i < sparse.Length; i++)
        {
            embeddings(offsets[i] + sparse[i], row);
            vectors[i] = Array.ConvertAll(row, x => (double)x);
        }
        return vectors;
    }

    private static double[] Dot(double[][] vectors)
    {
        List<double> values = [.. vectors[0]];
        for (int i = 1; i < vectors.Length; i++)
        {
            for (int j = 0; j < i; j++)
                values.Add(vectors[i].Zip(vectors[j], (a, b) => a * b).Sum());
        }
        return [.. values];
    }

    private static double[] Relu(double[] values) => Array.ConvertAll(values, v => Math.Max(v, 0));
}
