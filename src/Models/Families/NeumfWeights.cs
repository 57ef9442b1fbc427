namespace RecPipe.Models.Families;

/// <summary>All weights of a NeuMF.</summary>
/// <param name="Gmf">Tables of the GMF tower, [users or items, gmfDim]; null without it.</param>
/// <param name="Mlp">Tables of the MLP tower, [users or items, mlp[0] / 2]; null without it.</param>
/// <param name="Layers">Layers of the MLP tower, the first over the user's and then the item's vector; ReLU after each.</param>
/// <param name="Head">The layer after the towers, [gmfDim + mlp[^1], 1], the GMF product's weights first; its output is the logit.</param>
public sealed record NeumfWeights(TowerEmbeddings? Gmf, TowerEmbeddings? Mlp, IReadOnlyList<DenseLayer> Layers, DenseLayer Head)
{
    /// <summary>Weights whose dense layers fit a configuration and are zero.</summary>
    public static NeumfWeights Zero(NeumfConfig config, TowerEmbeddings? gmf, TowerEmbeddings? mlp) =>
        new(gmf, mlp, config.HasMlp ? DenseLayer.Chain(config.Mlp) : [], DenseLayer.Zero(config.HeadWidth, 1));

    /// <exception cref="ArgumentException">A tower or a layer is not what the configuration says.</exception>
    public void ThrowIfUnfit(NeumfConfig config)
    {
        if (Gmf is null == config.HasGmf || Mlp is null == config.HasMlp)
            throw new ArgumentException($"{config.Name}: the weights have other towers than the configuration.", nameof(config));
        NeumfWeights fit = Zero(config, Gmf, Mlp);
        if (!Layers.Append(Head).Select(Shape).SequenceEqual(fit.Layers.Append(fit.Head).Select(Shape)))
            throw new ArgumentException($"{config.Name}: the weights have other layers than the configuration.", nameof(config));

        static (int, int, int, int) Shape(DenseLayer layer) => (layer.Inputs, layer.Outputs, layer.Weight.Length, layer.Bias.Length);
    }
}
