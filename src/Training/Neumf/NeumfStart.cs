using RecPipe.Models.Families;

namespace RecPipe.Training.Neumf;

/// <summary>Weights a NeuMF starts to learn from.</summary>
internal static class NeumfStart
{
    /// <summary>
    /// Random ones, but a last hidden layer of one unit starts open: shut, its rectifier would pass on no gradient and the
    /// tower would never learn.
    /// </summary>
    public static NeumfWeights Make(NeumfConfig config, NeumfTrainingOptions options)
    {
        NeumfWeights weights = RandomWeights.Make(config, options.Seed, options.EmbeddingBound);
        Array.Fill(weights.Head.Weight, 1, 0, config.GmfDim);
        if (config.HasMlp && config.Mlp[^1] == 1)
            weights.Layers[^1].Bias[0] = 1;
        return weights;
    }
}
