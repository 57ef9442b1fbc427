using RecPipe.Models.Families;

namespace RecPipe.Training.Dlrm;

/// <summary>
/// The dense weights of a DLRM in the layout of the step graph: as in <see cref="DlrmWeights"/>, but for dot the first top
/// layer stands as a symmetric <see cref="PairMatrix"/> beside its part for the dense vector.
/// </summary>
internal sealed class DlrmParameters
{
    private readonly DlrmConfig _config;
    private readonly int _vectors;

    public DlrmParameters(DlrmConfig config, int tables, DlrmWeights start)
    {
        _config = config;
        _vectors = tables + 1;
        List<Parameter> all = [];
        for (int i = 0; i < start.Bottom.Count; i++)
            AddLayer(all, $"bottom{i}", start.Bottom[i]);
        if (config.Interaction == Interaction.Dot)
            AddPairs(all, start.Top[0]);
        else
            AddLayer(all, "top0", start.Top[0]);
        for (int i = 1; i < start.Top.Count; i++)
            AddLayer(all, $"top{i}", start.Top[i]);
        All = all;
    }

    public const string Pairs = "top0_pairs";
    public const string Dense = "top0_dense";
    public const string Bias = "top0_bias";

    public IReadOnlyList<Parameter> All { get; }

    public float[] this[string name] => All.First(parameter => parameter.Name == name).Values;

    /// <summary>A copy in the common layout.</summary>
    public DlrmWeights ToWeights(EmbeddingReader embeddings)
    {
        DlrmWeights weights = DlrmWeights.Zero(_config, _vectors - 1, embeddings);
        for (int i = 0; i < weights.Bottom.Count; i++)
            CopyLayer($"bottom{i}", weights.Bottom[i]);
        for (int i = 1; i < weights.Top.Count; i++)
            CopyLayer($"top{i}", weights.Top[i]);
        if (_config.Interaction == Interaction.Dot)
            return weights with { Top = [PairMatrix.ToLayer(this[Pairs], this[Dense], this[Bias], _vectors), .. weights.Top.Skip(1)] };
        CopyLayer("top0", weights.Top[0]);
        return weights;
    }

    private void AddPairs(List<Parameter> all, DenseLayer layer)
    {
        int dim = _config.EmbeddingDim, outputs = layer.Outputs;
        all.Add(new(Pairs, [_vectors * _vectors, outputs], PairMatrix.Symmetric(layer, _vectors, dim)));
        all.Add(new(Dense, [dim, outputs], layer.Weight[..(dim * outputs)]));
        all.Add(new(Bias, [outputs], [.. layer.Bias]));
    }

    private static void AddLayer(List<Parameter> all, string name, DenseLayer layer)
    {
        all.Add(new(name + "_weight", [layer.Inputs, layer.Outputs], [.. layer.Weight]));
        all.Add(new(name + "_bias", [layer.Outputs], [.. layer.Bias]));
    }

    private void CopyLayer(string name, DenseLayer layer)
    {
        this[name + "_weight"].CopyTo(layer.Weight, 0);
        this[name + "_bias"].CopyTo(layer.Bias, 0);
    }
}
