using RecPipe.Models.Cards;
using RecPipe.Models.Families;

namespace RecPipe.Models.Weights;

/// <summary>
/// Builds a DLRM from weights named as facebookresearch/dlrm's state dictionary: emb_l.K.weight [rows, dim] for table K;
/// bot_l.N.weight [out, in] and bot_l.N.bias [out] for N = 0, 2, 4, … (activations lie between), top_l likewise. Its
/// interact_features appends, after the dense vector, the products of vectors i and j for i = 1.., j = 0..i-1, the dense
/// vector being number 0: the order of <see cref="DlrmWeights.Top"/>. Every bottom layer ends in ReLU, the last top layer in a
/// sigmoid (--sigmoid-bot -1, and the sigmoid that its main program puts on top).
/// </summary>
public static class DlrmImport
{
    private const string Names = "facebookresearch/dlrm: emb_l.K.weight, bot_l.N.weight, bot_l.N.bias, top_l.N.weight, top_l.N.bias with N = 0, 2, 4, …";

    /// <summary>Checks everything, then writes the model; the number of tables and their rows are the file's.</summary>
    /// <param name="config">The model; must have passed <see cref="DlrmConfigCheck"/>.</param>
    /// <param name="file">Its weights.</param>
    /// <param name="directory">Where the model goes.</param>
    /// <param name="externalAboveBytes">Size of the tables above which they get a file of their own.</param>
    /// <param name="progress">Share of the tables written, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between blocks and leaves nothing behind.</param>
    /// <exception cref="Ranking.Configuration.ConfigException">Tensors are missing, left over or of another shape, or the file is damaged; lists everything, and nothing is written.</exception>
    public static ModelCard Build(
        DlrmConfig config,
        WeightFile file,
        string directory,
        long externalAboveBytes = DlrmGraph.ExternalAboveBytes,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        (int[] tableRows, DlrmWeights weights) = Read(config, file, cancellationToken);
        return DlrmGraph.Write(config, tableRows, weights, directory, training: null, externalAboveBytes, progress, cancellationToken);
    }

    /// <summary>The weights; the tables stay in the file, which must stay open as long as they are read.</summary>
    /// <exception cref="Ranking.Configuration.ConfigException">As for <see cref="Build"/>.</exception>
    public static (int[] TableRows, DlrmWeights Weights) Read(DlrmConfig config, WeightFile file, CancellationToken cancellationToken = default)
    {
        TensorBinding binding = new(file);
        int count = Math.Max(1, binding.Numbers("emb_l.", ".weight") is [.., int last] ? Math.Min(last, file.Tensors.Count) + 1 : 1);
        WeightTensor?[] tables = [.. Enumerable.Range(0, count).Select(k => binding.TakeTable($"emb_l.{k}.weight", config.EmbeddingDim))];
        LayerTensors?[] bottom = Layers(binding, "bot_l", config.BottomMlp);
        LayerTensors?[] top = Layers(binding, "top_l", [config.InteractionWidth(count), .. config.TopMlp]);
        if (tables.Sum(table => table?.Rows ?? 0) > int.MaxValue)
            binding.Add("emb_l", "The tables have more rows than an int32 reaches.", $"All together have at most {int.MaxValue}.");
        binding.Complete(Names, cancellationToken);
        EmbeddingTables embeddings = new([.. tables.Select(table => table!)], config.EmbeddingDim);
        return ([.. tables.Select(table => (int)table!.Rows)], new([.. bottom.Select(layer => layer!.Read())], [.. top.Select(layer => layer!.Read())], embeddings.Read));
    }

    private static LayerTensors?[] Layers(TensorBinding binding, string prefix, IReadOnlyList<int> widths) =>
    [
        .. Enumerable.Range(0, widths.Count - 1).Select(i =>
            binding.TakeLayer($"{prefix}.{2 * i}.weight", $"{prefix}.{2 * i}.bias", widths[i], widths[i + 1], outputsFirst: true)),
    ];

    /// <summary>Tables of a file, read as one.</summary>
    private sealed class EmbeddingTables(WeightTensor[] tables, int dim)
    {
        /// <summary>Fits <see cref="EmbeddingReader"/>.</summary>
        public void Read(long firstRow, Span<float> rows)
        {
            foreach (WeightTensor table in tables)
            {
                if (firstRow < table.Rows && rows.Length > 0)
                {
                    int count = (int)Math.Min(rows.Length / dim, table.Rows - firstRow);
                    table.Read(firstRow, rows[..(count * dim)]);
                    rows = rows[(count * dim)..];
                    firstRow += count;
                }
                firstRow -= table.Rows;
            }
        }
    }
}
