namespace RecPipe.Models.Families;

/// <summary>All weights of a DLRM.</summary>
/// <param name="Bottom">Layers of the bottom MLP; ReLU after each.</param>
/// <param name="Top">
/// Layers of the top MLP; ReLU after each but the last, whose output is the logit. The first takes, for dot, the dense
/// vector and then the products of vectors i and j for i = 1.., j = 0..i-1 (vector 0 is the dense one); for cat, all vectors.
/// </param>
/// <param name="Embeddings">Reads the combined embedding table.</param>
public sealed record DlrmWeights(IReadOnlyList<DenseLayer> Bottom, IReadOnlyList<DenseLayer> Top, EmbeddingReader Embeddings)
{
    /// <summary>Weights whose dense layers fit a configuration and are zero.</summary>
    public static DlrmWeights Zero(DlrmConfig config, int tables, EmbeddingReader embeddings) =>
        new(DenseLayer.Chain(config.BottomMlp), DenseLayer.Chain([config.InteractionWidth(tables), .. config.TopMlp]), embeddings);
}
