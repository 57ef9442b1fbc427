using Microsoft.ML.OnnxRuntime;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;

namespace RecPipe.Models.Tests;

/// <summary>Small models and a plain way to run them.</summary>
internal static class TestModels
{
    public static DlrmConfig Config(int dim, int[] bottom, int[] top, Interaction interaction = Interaction.Dot, string name = "m") => new()
    {
        Name = name,
        Family = "dlrm",
        EmbeddingDim = dim,
        BottomMlp = [.. bottom, dim],
        TopMlp = [.. top, 1],
        Interaction = interaction,
    };

    public static NeumfConfig Neumf(int gmfDim, int[] mlp) => new() { Name = "m", Family = "neumf", GmfDim = gmfDim, Mlp = mlp };

    public static (float[] Dense, int[] Sparse) Rows(int count, int denseWidth, IReadOnlyList<int> tables, int seed)
    {
        Random random = new(seed);
        float[] dense = [.. Enumerable.Range(0, count * denseWidth).Select(_ => random.NextSingle() * 4 - 1)];
        int[] sparse = [.. Enumerable.Range(0, count).SelectMany(_ => tables).Select(rows => random.Next(rows))];
        return (dense, sparse);
    }

    public static float[] Run(string directory, ModelCard card, float[] dense, int[] sparse)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using InferenceSession session = new(Path.Combine(directory, card.File), options);
        int rows = sparse.Length / card.Tables.Count;
        using OrtValue denseValue = OrtValue.CreateTensorValueFromMemory(dense, [rows, dense.Length / rows]);
        using OrtValue sparseValue = OrtValue.CreateTensorValueFromMemory(sparse, [rows, card.Tables.Count]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["dense", "sparse"], [denseValue, sparseValue], ["score"]);
        outputs[0].GetTensorTypeAndShape().Shape.ShouldBe([rows]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
