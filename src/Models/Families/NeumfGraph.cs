using System.Text.Json;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Models.Onnx;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Families;

/// <summary>Writes a NeuMF as an ONNX graph: user int32 [batch] and item int32 [batch] in, score float32 [batch] out.</summary>
public static class NeumfGraph
{
    public const string User = "user";
    public const string Item = "item";
    public const string Score = "score";

    /// <summary>Writes name.onnx, name.onnx.data when a table is large, and name.card.json; an existing model is replaced.</summary>
    /// <param name="config">The model; must have passed <see cref="NeumfConfigCheck"/>.</param>
    /// <param name="users">Rows of the users' tables.</param>
    /// <param name="items">Rows of the items' tables.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="directory">Where the files go; made when absent.</param>
    /// <param name="training">Where the weights come from; null for random ones and for weights from elsewhere.</param>
    /// <param name="externalAboveBytes">Size of a table above which it goes to a file outside the graph.</param>
    /// <param name="progress">Share of the tables written, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between blocks and leaves nothing behind.</param>
    /// <exception cref="ArgumentException">The weights do not fit the configuration, or there are no users or items.</exception>
    public static ModelCard Write(
        NeumfConfig config,
        int users,
        int items,
        NeumfWeights weights,
        string directory,
        TrainingRecord? training = null,
        long externalAboveBytes = DlrmGraph.ExternalAboveBytes,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(users, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        weights.ThrowIfUnfit(config);
        using ModelFileWriter files = new(directory, config.Name);
        GraphBuilder graph = new(config.Name);
        graph.Input(User, ElementType.Int32, -1);
        graph.Input(Item, ElementType.Int32, -1);
        int tables = 2 * ((config.HasGmf ? 1 : 0) + (config.HasMlp ? 1 : 0)), written = 0;
        Build(graph, weights, Tower("gmf", weights.Gmf, config.GmfDim), Tower("mlp", weights.Mlp, config.MlpDim));
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
                new InputBinding(User, FeatureKind.User, "int32", 1, Layout: InputLayout.Vector, Rows: users),
                new InputBinding(Item, FeatureKind.CandidateId, "int32", 1, Layout: InputLayout.Vector, Rows: items),
            ],
            Output = new OutputBinding(Score, ScoreKind.Probability),
            Tables = [],
            Training = training,
        });

        (string User, string Item)? Tower(string name, TowerEmbeddings? tower, int width) => tower is null
            ? null
            : (Rows($"{name}_users", tower.Users, users, width, User), Rows($"{name}_items", tower.Items, items, width, Item));

        string Rows(string name, EmbeddingReader table, int rows, int width, string ids)
        {
            PartialProgress? part = progress is null ? null : new(progress, written++, tables);
            return graph.Node("Gather", [files.WriteTable(graph, name, table, rows, width, externalAboveBytes, part, cancellationToken), ids]);
        }
    }

    private static void Build(GraphBuilder graph, NeumfWeights weights, (string User, string Item)? gmf, (string User, string Item)? mlp)
    {
        List<string> joined = [];
        if (gmf is { } product)
            joined.Add(graph.Node("Mul", [product.User, product.Item]));
        if (mlp is { } vectors)
        {
            string hidden = Join(graph, [vectors.User, vectors.Item]);
            for (int i = 0; i < weights.Layers.Count; i++)
                hidden = graph.Node("Relu", [Layer(graph, $"mlp{i}", weights.Layers[i], hidden)]);
            joined.Add(hidden);
        }
        string logits = Layer(graph, "head", weights.Head, Join(graph, joined));
        graph.Node("Sigmoid", [graph.Node("Reshape", [logits, graph.Constant("as_scores", [-1L], 1)])], Score);
        graph.Output(Score, ElementType.Float32, -1);
    }

    private static string Join(GraphBuilder graph, List<string> values) =>
        values.Count == 1 ? values[0] : graph.Node("Concat", [.. values], null, ("axis", 1));

    private static string Layer(GraphBuilder graph, string name, DenseLayer layer, string input)
    {
        string weight = graph.Constant(name + "_weight", layer.Weight, layer.Inputs, layer.Outputs);
        string bias = graph.Constant(name + "_bias", layer.Bias, layer.Outputs);
        return graph.Node("Gemm", [input, weight, bias]);
    }

    /// <summary>The progress of one table among several.</summary>
    private sealed class PartialProgress(IProgress<double> whole, int part, int parts) : IProgress<double>
    {
        public void Report(double value) => whole.Report((part + value) / parts);
    }
}
