using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Models.Onnx;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Tests;

/// <summary>A graph whose score is a weighted sum of every column of every input, so that any value out of place shows.</summary>
/// <param name="Inputs">The inputs, bound in any way.</param>
/// <param name="Tables">Rows of each table.</param>
/// <param name="ScoresAreColumn">Score [batch, 1] instead of [batch].</param>
/// <param name="Batch">Extent of the batch in the graph; -1 for any.</param>
internal sealed record LinearModel(IReadOnlyList<InputBinding> Inputs, IReadOnlyList<int> Tables, bool ScoresAreColumn = false, int Batch = -1)
{
    public const string Name = "linear";

    public ModelSession Load(TemporaryFolder folder) => ModelSession.Load(Write(folder), new CpuBackend());

    public ModelFile Write(TemporaryFolder folder)
    {
        File.WriteAllBytes(folder.PathOf("linear.onnx"), Graph());
        string card = folder.PathOf("linear" + ModelCard.Suffix);
        ConfigFile.Save(card, new ModelCard
        {
            Name = Name,
            Family = "formula",
            Configuration = System.Text.Json.JsonSerializer.SerializeToElement(new { }),
            File = "linear.onnx",
            Sha256 = new Dictionary<string, string> { ["linear.onnx"] = new string('0', 64) },
            Opset = GraphBuilder.Opset,
            Inputs = Inputs,
            Output = new OutputBinding("score", ScoreKind.Logit),
            Tables = Tables,
        });
        return ModelFile.Load(card);
    }

    /// <summary>The score of the candidate at a position.</summary>
    /// <param name="position">In the run of the model: bag offsets count from its start.</param>
    /// <param name="candidate">Its id.</param>
    /// <param name="dense">Its dense features.</param>
    /// <param name="sparse">Its sparse features.</param>
    /// <param name="context">Its query's.</param>
    public double Score(int position, int candidate, ReadOnlySpan<float> dense, ReadOnlySpan<int> sparse, QueryContext? context)
    {
        double sum = 0;
        for (int i = 0; i < Inputs.Count; i++)
        {
            for (int column = 0; column < Inputs[i].Width; column++)
            {
                int at = Inputs[i].Column + column;
                sum += Weight(i, column) * Inputs[i].Feature switch
                {
                    FeatureKind.CandidateDense => dense[at],
                    FeatureKind.CandidateSparse => sparse[at],
                    FeatureKind.CandidateId => candidate,
                    FeatureKind.User => context!.User!.Value,
                    FeatureKind.QueryDense => context!.Dense.Span[at],
                    FeatureKind.QuerySparse => context!.Sparse.Span[at],
                    _ => position,
                };
            }
        }
        return sum;
    }

    private static float Weight(int input, int column) => (1 + input * 7 + column * 3) / 16f;

    private byte[] Graph()
    {
        GraphBuilder graph = new(Name);
        string sum = "";
        for (int i = 0; i < Inputs.Count; i++)
        {
            string term = Term(graph, Inputs[i], i);
            sum = i == 0 ? term : graph.Node("Add", [sum, term]);
        }
        graph.Node("Reshape", [sum, ScoresAreColumn ? graph.Constant("shape", [-1L, 1L], 2) : graph.Constant("shape", [-1L], 1)], "score");
        graph.Output("score", ElementType.Float32, ScoresAreColumn ? [Batch, 1] : [Batch]);
        return graph.ToBytes();
    }

    /// <summary>[batch, 1]: an input's columns times their weights.</summary>
    private string Term(GraphBuilder graph, InputBinding input, int index)
    {
        ElementType type = input.Type switch { "int64" => ElementType.Int64, "int32" => ElementType.Int32, _ => ElementType.Float32 };
        long[] shape = input.Layout switch { InputLayout.Vector => [Batch], InputLayout.Columns => [input.Width, Batch], _ => [Batch, input.Width] };
        string real = graph.Node("Cast", [graph.Input(input.Name, type, shape)], null, ("to", 1));
        string rows = input.Layout switch
        {
            InputLayout.Vector => graph.Node("Reshape", [real, graph.Constant($"column{index}", [-1L, 1L], 2)]),
            InputLayout.Columns => graph.Node("Transpose", [real], null, ("perm", new long[] { 1, 0 })),
            _ => real,
        };
        float[] weights = [.. Enumerable.Range(0, input.Width).Select(column => Weight(index, column))];
        return graph.Node("MatMul", [rows, graph.Constant($"weights{index}", weights, input.Width, 1)]);
    }
}
