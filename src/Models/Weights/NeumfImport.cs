using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights;

/// <summary>Builds a NeuMF from weights named by the NCF authors, by the usual PyTorch NCF or by MLPerf's reference.</summary>
public static class NeumfImport
{
    /// <summary>Checks everything, then writes the model; the numbers of users and items are the file's.</summary>
    /// <param name="config">The model; must have passed <see cref="NeumfConfigCheck"/>.</param>
    /// <param name="file">Its weights.</param>
    /// <param name="directory">Where the model goes.</param>
    /// <param name="externalAboveBytes">Size of a table above which it goes to a file outside the graph.</param>
    /// <param name="progress">Share of the tables written, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between blocks and leaves nothing behind.</param>
    /// <exception cref="ConfigException">Tensors are missing, left over or of another shape, or the file is damaged; lists everything, and nothing is written.</exception>
    public static ModelCard Build(
        NeumfConfig config,
        WeightFile file,
        string directory,
        long externalAboveBytes = DlrmGraph.ExternalAboveBytes,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        (int users, int items, NeumfWeights weights) = Read(config, file, cancellationToken);
        return NeumfGraph.Write(config, users, items, weights, directory, training: null, externalAboveBytes, progress, cancellationToken);
    }

    /// <summary>The weights; the tables stay in the file, which must stay open as long as they are read.</summary>
    /// <exception cref="ConfigException">As for <see cref="Build"/>.</exception>
    public static (int Users, int Items, NeumfWeights Weights) Read(NeumfConfig config, WeightFile file, CancellationToken cancellationToken = default)
    {
        NeumfNames names = NeumfNames.Of(file.Tensors.Keys) ?? throw new ConfigException(file.Path, "", "No tensor has a name that is known for a NeuMF.",
            $"Names follow {NeumfNames.Authors.Description}; or {NeumfNames.PyTorch.Description}; or {NeumfNames.MlPerf.Description}.");
        TensorBinding binding = new(file);
        Tower? gmf = Take(binding, names.Gmf, config.GmfDim), mlp = Take(binding, names.Mlp, config.MlpDim);
        LayerTensors?[] layers = Layers(binding, names, config.Mlp);
        LayerTensors?[] heads = Heads(binding, names, config);
        CheckRows(binding, "users", names.Gmf.Users, gmf?.Users, names.Mlp.Users, mlp?.Users);
        CheckRows(binding, "items", names.Gmf.Items, gmf?.Items, names.Mlp.Items, mlp?.Items);
        binding.Complete(names.Description, cancellationToken);
        Tower any = (gmf ?? mlp)!;
        DenseLayer[] head = [.. heads.Select(layer => layer!.Read())];
        return ((int)any.Users!.Rows, (int)any.Items!.Rows, new(gmf?.Embeddings, mlp?.Embeddings, [.. layers.Select(layer => layer!.Read())], head.Length == 1 ? head[0] : Fuse(head[0], head[1])));
    }

    private static Tower? Take(TensorBinding binding, (string Users, string Items) names, int width) =>
        width == 0 ? null : new(binding.TakeTable(names.Users, width), binding.TakeTable(names.Items, width));

    /// <summary>Numbers as the file has them when there are as many as layers: other implementations put dropout elsewhere.</summary>
    private static LayerTensors?[] Layers(TensorBinding binding, NeumfNames names, IReadOnlyList<int> widths)
    {
        int count = Math.Max(0, widths.Count - 1);
        int[] numbers = binding.Numbers(names.LayerPrefix, names.WeightSuffix);
        if (numbers.Length != count)
            numbers = [.. Enumerable.Range(0, count).Select(i => names.FirstLayer + i * names.LayerStep)];
        return
        [
            .. numbers.Select((number, i) => binding.TakeLayer(
                $"{names.LayerPrefix}{number}{names.WeightSuffix}", $"{names.LayerPrefix}{number}{names.BiasSuffix}", widths[i], widths[i + 1], names.OutputsFirst)),
        ];
    }

    private static LayerTensors?[] Heads(TensorBinding binding, NeumfNames names, NeumfConfig config)
    {
        if (names.Heads.Count == 1)
            return [binding.TakeLayer(names.Heads[0].Weight, names.Heads[0].Bias, config.HeadWidth, 1, names.OutputsFirst)];
        List<LayerTensors?> heads = [];
        if (config.HasGmf)
            heads.Add(binding.TakeLayer(names.Heads[0].Weight, names.Heads[0].Bias, config.GmfDim, 1, names.OutputsFirst));
        if (config.HasMlp)
            heads.Add(binding.TakeLayer(names.Heads[1].Weight, names.Heads[1].Bias, config.HeadWidth - config.GmfDim, 1, names.OutputsFirst));
        return [.. heads];
    }

    private static void CheckRows(TensorBinding binding, string what, string gmfName, WeightTensor? gmf, string mlpName, WeightTensor? mlp)
    {
        if (gmf is not null && mlp is not null && gmf.Rows != mlp.Rows)
            binding.Add(mlpName, $"It is for {mlp.Rows} {what}, {gmfName} for {gmf.Rows}.", "Both towers are of the same users and items.");
    }

    /// <summary>Two models of their own become one by half of each head's weights: He et al. 2017, section 3.4.1, with their α of 0.5.</summary>
    private static DenseLayer Fuse(DenseLayer gmf, DenseLayer mlp) =>
        new(gmf.Inputs + mlp.Inputs, 1, [.. gmf.Weight.Concat(mlp.Weight).Select(weight => weight / 2)], [(gmf.Bias[0] + mlp.Bias[0]) / 2]);

    private sealed record Tower(WeightTensor? Users, WeightTensor? Items)
    {
        public TowerEmbeddings Embeddings => new(Users!.Read, Items!.Read);
    }
}
