namespace RecPipe.Models.Families;

/// <summary>NeuMF computed plainly in double precision: what every faster way of computing it is compared with.</summary>
public static class NeumfReference
{
    /// <summary>Probabilities that users take to items.</summary>
    /// <param name="config">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="users">[n].</param>
    /// <param name="items">[n].</param>
    /// <returns>[n].</returns>
    public static double[] Score(NeumfConfig config, NeumfWeights weights, ReadOnlySpan<int> users, ReadOnlySpan<int> items)
    {
        double[] scores = new double[users.Length];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = 1 / (1 + Math.Exp(-Logit(config, weights, users[i], items[i])));
        return scores;
    }

    /// <summary>The logit of one user and item.</summary>
    public static double Logit(NeumfConfig config, NeumfWeights weights, int user, int item)
    {
        IEnumerable<double> joined = [];
        if (weights.Gmf is { } gmf)
            joined = Row(gmf.Users, user, config.GmfDim).Zip(Row(gmf.Items, item, config.GmfDim), (u, i) => u * i);
        if (weights.Mlp is { } mlp)
        {
            double[] hidden = [.. Row(mlp.Users, user, config.MlpDim), .. Row(mlp.Items, item, config.MlpDim)];
            foreach (DenseLayer layer in weights.Layers)
                hidden = Array.ConvertAll(layer.Apply(hidden), value => Math.Max(value, 0));
            joined = joined.Concat(hidden);
        }
        return weights.Head.Apply([.. joined])[0];
    }

    private static double[] Row(EmbeddingReader table, int row, int width)
    {
        float[] values = new float[width];
        table(row, values);
        return Array.ConvertAll(values, value => (double)value);
    }
}
