namespace RecPipe.Models.Families;

/// <summary>Random starting weights.</summary>
public static class RandomWeights
{
    /// <summary>
    /// Dense layers uniform with He's variance 2 / inputs (He et al. 2015), the last with Glorot's; biases zero; embeddings
    /// uniform within the given bound.
    /// </summary>
    /// <param name="config">The model.</param>
    /// <param name="tables">Sparse features a row.</param>
    /// <param name="seed">Same seed, same weights.</param>
    /// <param name="embeddingBound">Largest magnitude of an embedding's element.</param>
    public static DlrmWeights Make(DlrmConfig config, int tables, int seed, float embeddingBound)
    {
        DlrmWeights weights = DlrmWeights.Zero(config, tables, new RandomEmbeddings(seed, config.EmbeddingDim, embeddingBound).Read);
        Random random = new(seed);
        foreach (DenseLayer layer in weights.Bottom)
            Fill(layer, 2.0 / layer.Inputs, random);
        foreach (DenseLayer layer in weights.Top)
            Fill(layer, layer == weights.Top[^1] ? 2.0 / (layer.Inputs + layer.Outputs) : 2.0 / layer.Inputs, random);
        return weights;
    }

    /// <summary>The same for a NeuMF.</summary>
    /// <param name="config">The model.</param>
    /// <param name="seed">Same seed, same weights.</param>
    /// <param name="embeddingBound">Largest magnitude of an embedding's element.</param>
    public static NeumfWeights Make(NeumfConfig config, int seed, float embeddingBound)
    {
        Random random = new(seed);
        NeumfWeights weights = NeumfWeights.Zero(config, Tower(config.HasGmf, config.GmfDim), Tower(config.HasMlp, config.MlpDim));
        foreach (DenseLayer layer in weights.Layers)
            Fill(layer, 2.0 / layer.Inputs, random);
        Fill(weights.Head, 2.0 / (weights.Head.Inputs + 1), random);
        return weights;

        TowerEmbeddings? Tower(bool present, int width) =>
            present ? new(new RandomEmbeddings(random.Next(), width, embeddingBound).Read, new RandomEmbeddings(random.Next(), width, embeddingBound).Read) : null;
    }

    private static void Fill(DenseLayer layer, double variance, Random random)
    {
        float bound = (float)Math.Sqrt(3 * variance);
        for (int i = 0; i < layer.Weight.Length; i++)
            layer.Weight[i] = (random.NextSingle() * 2 - 1) * bound;
    }
}
