using RecPipe.Models.Families;

namespace RecPipe.Training.Neumf;

/// <summary>The dense weights of a NeuMF in the layout of the step graph; the GMF tower's part of the head stands apart.</summary>
internal sealed class NeumfParameters
{
    public const string FirstUser = "mlp0_user";
    public const string FirstItem = "mlp0_item";
    public const string FirstBias = "mlp0_bias";
    public const string HeadMlp = "head_mlp";
    public const string HeadBias = "head_bias";

    private readonly NeumfConfig _config;

    public NeumfParameters(NeumfConfig config, NeumfWeights start)
    {
        _config = config;
        List<Parameter> all = [new(HeadBias, [1], [.. start.Head.Bias])];
        Product = start.Head.Weight[..config.GmfDim];
        if (config.HasMlp)
        {
            DenseLayer first = start.Layers[0];
            int split = config.MlpDim * first.Outputs;
            all.Add(new(FirstUser, [config.MlpDim, first.Outputs], first.Weight[..split]));
            all.Add(new(FirstItem, [config.MlpDim, first.Outputs], first.Weight[split..]));
            all.Add(new(FirstBias, [first.Outputs], [.. first.Bias]));
            for (int i = 1; i < start.Layers.Count; i++)
            {
                DenseLayer layer = start.Layers[i];
                all.Add(new(Weight(i), [layer.Inputs, layer.Outputs], [.. layer.Weight]));
                all.Add(new(Bias(i), [layer.Outputs], [.. layer.Bias]));
            }
            all.Add(new(HeadMlp, [config.Mlp[^1], 1], start.Head.Weight[config.GmfDim..]));
        }
        All = all;
    }

    /// <summary>Those of the step graph.</summary>
    public IReadOnlyList<Parameter> All { get; }

    /// <summary>float32 [gmfDim]: the head's weights for the GMF product.</summary>
    public float[] Product { get; }

    public float[] this[string name] => All.First(parameter => parameter.Name == name).Values;

    public static string Weight(int layer) => $"mlp{layer}_weight";

    public static string Bias(int layer) => $"mlp{layer}_bias";

    /// <summary>A copy in the common layout.</summary>
    public NeumfWeights ToWeights(TowerEmbeddings? gmf, TowerEmbeddings? mlp)
    {
        NeumfWeights weights = NeumfWeights.Zero(_config, gmf, mlp);
        Product.CopyTo(weights.Head.Weight, 0);
        this[HeadBias].CopyTo(weights.Head.Bias, 0);
        if (!_config.HasMlp)
            return weights;
        this[HeadMlp].CopyTo(weights.Head.Weight, _config.GmfDim);
        this[FirstUser].CopyTo(weights.Layers[0].Weight, 0);
        this[FirstItem].CopyTo(weights.Layers[0].Weight, this[FirstUser].Length);
        this[FirstBias].CopyTo(weights.Layers[0].Bias, 0);
        for (int i = 1; i < weights.Layers.Count; i++)
        {
            this[Weight(i)].CopyTo(weights.Layers[i].Weight, 0);
            this[Bias(i)].CopyTo(weights.Layers[i].Bias, 0);
        }
        return weights;
    }
}
