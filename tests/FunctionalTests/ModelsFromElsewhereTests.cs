using System.Diagnostics;
using System.Text.Json;
using RecPipe.Contracts.Stage;
using RecPipe.Models.Inspection;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.FunctionalTests;

/// <summary>Models that this project did not make, served by a real worker without a feature store, with the card that inspecting them proposes.</summary>
public sealed class ModelsFromElsewhereTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const double Tolerance = 1e-6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_that_the_DLRM_authors_program_saved_scores_as_expected()
    {
        File.Copy(Repository.RealData("onnx", "dlrm_s_pytorch.onnx"), _folder.PathOf("dlrm_s_pytorch.onnx"));
        JsonElement expected = Json(Repository.RealData("onnx", "expected.json")).GetProperty("dlrm_s_pytorch.onnx");
        JsonElement inputs = expected.GetProperty("inputs");
        int[][] indices = [.. Enumerable.Range(0, 3).Select(k => Integers(inputs.GetProperty($"indices_{k}")))];
        InlineFeatures features = new(Reals(inputs.GetProperty("dense_x")), Enumerable.Range(0, indices[0].Length).SelectMany(row => indices.Select(column => column[row])).ToArray());

        ModelInspector.WriteCard(ModelInspector.Inspect(_folder.PathOf("dlrm_s_pytorch.onnx")));
        await using Served worker = await Served.StartAsync(_folder.Root);

        await worker.AssertScores(
            new("dlrm_s_pytorch", Ids(indices[0].Length), indices[0].Length, Deadline.None, features), Reals(expected.GetProperty("outputs").GetProperty("pred")));
    }

    [Fact]
    public async Task Models_exported_by_PyTorch_score_as_PyTorch_does()
    {
        Assert.SkipUnless(File.Exists(Python) && await Run("-c", "import torch") == 0, $"{Python} has no torch: install python3-torch (.ci/run does).");
        (await Run(Repository.PathOf("tests", "FunctionalTests", "Clients", "torch_export.py"), _folder.Root)).ShouldBe(0);
        foreach (string path in Directory.GetFiles(_folder.Root, "*.onnx"))
            ModelInspector.WriteCard(ModelInspector.Inspect(path));

        await using Served worker = await Served.StartAsync(_folder.Root);

        (await worker.Models()).Select(model => (model.Name, model.DenseWidth, model.SparseWidth, model.UserRows, model.CandidateRows, model.FixedBatch)).ShouldBe(
            [("torch-dlrm", 13, 4, 0, 0, 0), ("torch-fixed", 13, 4, 0, 0, 1), ("torch-matching", 0, 0, 40, 60, 0)]);
        foreach (string model in (string[])["torch-dlrm", "torch-fixed"])
        {
            JsonElement written = Json(_folder.PathOf(model + ".json"));
            float[] scores = Reals(written.GetProperty("scores"));
            InlineFeatures features = new(Reals(written.GetProperty("dense")), Integers(written.GetProperty("sparse")));
            await worker.AssertScores(new(model, Ids(scores.Length), scores.Length, Deadline.None, features), scores);
        }
        JsonElement matching = Json(_folder.PathOf("torch-matching.json"));
        int[] items = Integers(matching.GetProperty("items"));
        await worker.AssertScores(
            new("torch-matching", items, items.Length, Deadline.None, Context: new(matching.GetProperty("user").GetInt32())), Reals(matching.GetProperty("scores")));
    }

    private static async Task<int> Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private static int[] Ids(int count) => [.. Enumerable.Range(0, count)];

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;

    private static float[] Reals(JsonElement list) => [.. Leaves(list).Select(number => number.GetSingle())];

    private static int[] Integers(JsonElement list) => [.. Leaves(list).Select(number => number.GetInt32())];

    private static IEnumerable<JsonElement> Leaves(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Leaves) : [element];

    /// <summary>A worker process of a folder's models, without a store.</summary>
    private sealed class Served(HostProcess process, Uri address) : IAsyncDisposable
    {
        private readonly GrpcStage _stage = new(address);

        public static async Task<Served> StartAsync(string models)
        {
            (HostProcess process, Uri grpc) = await World.StartWorkerAsync(models, null, "elsewhere", TestContext.Current.CancellationToken);
            return new(process, grpc);
        }

        public async Task<IReadOnlyList<ModelDescription>> Models() => (await _stage.DescribeAsync(TestContext.Current.CancellationToken)).Models;

        /// <summary>Asks for all candidates and compares each one's score.</summary>
        public async Task AssertScores(StageRequest request, float[] expected)
        {
            StageReply reply = await _stage.RankAsync(request, TestContext.Current.CancellationToken);
            reply.Status.ShouldBe(StageStatus.Ok, reply.Detail);
            reply.Positions.Length.ShouldBe(expected.Length);
            for (int i = 0; i < expected.Length; i++)
                ((double)reply.Scores.Span[i]).ShouldBe(expected[reply.Positions.Span[i]], Tolerance, $"{request.Model}, candidate {reply.Positions.Span[i]}");
        }

        public async ValueTask DisposeAsync()
        {
            _stage.Dispose();
            await process.DisposeAsync();
        }
    }
}
