using System.Text.Json;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Models.Onnx;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Families;

/// <summary>
/// Writes a DLRM as an ONNX graph: dense float32 [batch, dense width] and sparse int32 [batch, tables] in, score float32
/// [batch] out. All tables are one tensor, so that one Gather serves them. The dot interaction multiplies all vectors with
/// all (Z = T Tᵀ) and folds the choice of the lower triangle into the first layer of the top MLP: rows of its matrix that
/// belong to the other entries of Z are zero. Picking the triangle out would take longer than the whole layer.
/// </summary>
public static class DlrmGraph
{
    public const string Dense = "dense";
    public const string Sparse = "sparse";
    public const string Score = "score";

    /// <summary>Tables above this size go to a file of their own, which ONNX Runtime maps instead of reading.</summary>
    public const long ExternalAboveBytes = 64 << 20;

    /// <summary>Writes name.onnx, name.onnx.data when the tables are large, and name.card.json; an existing model is replaced.</summary>
    /// <param name="config">The model; must have passed <see cref="DlrmConfigCheck"/>.</param>
    /// <param name="tableRows">Rows of each embedding table.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="directory">Where the files go; made when absent.</param>
    /// <param name="training">Where the weights come from; null for random ones.</param>
    /// <param name="externalAboveBytes">Size of the tables above which they get a file of their own.</param>
    /// <param name="progress">Share of the tables written, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between blocks and leaves nothing behind.</param>
    public static ModelCard Write(
        DlrmConfig config,
        IReadOnlyList<int> tableRows,
        DlrmWeights weights,
        string directory,
        TrainingRecord? training = null,
        long externalAboveBytes = ExternalAboveBytes,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using ModelFileWriter files = new(directory, config.Name);
        int rows = TableOffsets.Of(tableRows)[^1];
        GraphBuilder graph = new(config.Name);
        string table = files.WriteTable(graph, "embeddings", weights.Embeddings, rows, config.EmbeddingDim, externalAboveBytes, progress, cancellationToken);
        Build(graph, config, tableRows, weights, table);
        return files.Complete(graph, new ModelCard
        {
            Name = config.Name,
            Family = config.Family,
            Configuration = JsonSerializer.SerializeToElement(config, ConfigFile.Json),
            File = "",
            Sha256 = new Dictionary<string, string>(),
            Opset = GraphBuilder.Opset,
            Inputs =
            [
                new InputBinding(Dense, FeatureKind.CandidateDense, "float32", config.DenseWidth),
                new InputBinding(Sparse, FeatureKind.CandidateSparse, "int32", tableRows.Count),
            ],
            Output = new OutputBinding(Score, ScoreKind.Probability),
            Tables = tableRows,
            Training = training,
        });
    }

    private static void Build(GraphBuilder graph, DlrmConfig config, IReadOnlyList<int> tableRows, DlrmWeights weights, string table)
    {
        int tables = tableRows.Count, dim = config.EmbeddingDim;
        string bottom = graph.Input(Dense, ElementType.Float32, -1, config.DenseWidth);
        for (int i = 0; i < weights.Bottom.Count; i++)
            bottom = graph.Node("Relu", [Layer(graph, $"bottom{i}", weights.Bottom[i], bottom)]);

        string sparse = graph.Input(Sparse, ElementType.Int32, -1, tables);
        string rows = graph.Node("Add", [sparse, graph.Constant("table_offsets", TableOffsets.Of(tableRows).AsSpan(0, tables), tables)]);
        string embedded = graph.Node("Gather", [table, rows]);
        string first = graph.Node("Reshape", [bottom, graph.Constant("as_one_vector", [0L, 1L, dim], 3)]);
        string vectors = graph.Node("Concat", [first, embedded], null, ("axis", 1));

        string top = config.Interaction == Interaction.Dot
            ? Dot(graph, weights.Top[0], bottom, vectors, tables + 1, dim)
            : Layer(graph, "top0", weights.Top[0], Flat(graph, vectors, (tables + 1) * dim));
        for (int i = 1; i < weights.Top.Count; i++)
            top = Layer(graph, $"top{i}", weights.Top[i], graph.Node("Relu", [top]));
        graph.Node("Sigmoid", [graph.Node("Reshape", [top, graph.Constant("as_scores", [-1L], 1)])], Score);
        graph.Output(Score, ElementType.Float32, -1);
    }

    private static string Dot(GraphBuilder graph, DenseLayer layer, string bottom, string vectors, int count, int dim)
    {
        int outputs = layer.Outputs;
        string transposed = graph.Node("Transpose", [vectors], null, ("perm", new long[] { 0, 2, 1 }));
        string products = Flat(graph, graph.Node("MatMul", [vectors, transposed]), count * count);
        string folded = graph.Constant("top0_products", PairMatrix.Lower(layer, count, dim), count * count, outputs);
        string dense = graph.Constant("top0_dense", layer.Weight.AsSpan(0, dim * outputs), dim, outputs);
        string bias = graph.Constant("top0_bias", layer.Bias, outputs);
        return graph.Node("Add", [graph.Node("MatMul", [products, folded]), graph.Node("Gemm", [bottom, dense, bias])]);
    }

    private static string Flat(GraphBuilder graph, string value, int width) =>
        graph.Node("Reshape", [value, graph.Constant("as_row", [0L, width], 2)]);

    private static string Layer(GraphBuilder graph, string name, DenseLayer layer, string input)
    {
        string weight = graph.Constant(name + "_weight", layer.Weight, layer.Inputs, layer.Outputs);
        string bias = graph.Constant(name + "_bias", layer.Bias, layer.Outputs);
        return graph.Node("Gemm", [input, weight, bias]);
    }
}
