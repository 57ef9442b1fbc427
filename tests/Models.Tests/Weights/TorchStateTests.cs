using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Weights;

namespace RecPipe.Models.Tests.Weights;

/// <summary>State dictionaries that PyTorch and NumPy really wrote, in this test run.</summary>
public sealed class TorchStateTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_built_from_PyTorchs_state_dictionaries_score_as_PyTorch_does()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        Assert.SkipUnless(File.Exists(Python) && (await RunAsync("-c", "import torch, numpy")).ExitCode == 0, $"{Python} has no torch: install python3-torch (.ci/run does).");
        (int exitCode, string output, string errors) = await RunAsync(Repository.PathOf("tests", "Models.Tests", "Weights", "state.py"), _folder.Root);
        exitCode.ShouldBe(0, errors);
        JsonElement truth = JsonDocument.Parse(output).RootElement;

        DlrmConfig dlrm = new() { Name = "dlrm", Family = "dlrm", EmbeddingDim = 8, BottomMlp = [5, 16, 8], TopMlp = [12, 6, 1] };
        foreach (string file in (string[])["dlrm.npz", "dlrm-fortran.npz"])
        {
            ModelCard card = ModelImport.Build(dlrm, _folder.PathOf(file), _folder.Root, cancellationToken: cancellationToken);
            card.Tables.ShouldBe([40, 3, 700, 12]);
            Compare(TestModels.Run(_folder.Root, card, Floats("dense"), Ints("sparse")), Floats("dlrm"));
        }

        ModelCard ncf = ModelImport.Build(new NeumfConfig { Name = "ncf", Family = "neumf", GmfDim = 8, Mlp = [64, 32, 16, 8] }, _folder.PathOf("ncf.npz"), _folder.Root, cancellationToken: cancellationToken);
        using InferenceSession session = new(_folder.PathOf(ncf.File));
        using OrtValue user = OrtValue.CreateTensorValueFromMemory(Ints("user"), [64]), item = OrtValue.CreateTensorValueFromMemory(Ints("item"), [64]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> scores = session.Run(run, ["user", "item"], [user, item], ["score"]);
        Compare(scores[0].GetTensorDataAsSpan<float>().ToArray(), Floats("ncf"));

        float[] Floats(string name) => [.. truth.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];
        int[] Ints(string name) => [.. truth.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
    }

    private static void Compare(float[] actual, float[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (int i = 0; i < actual.Length; i++)
            actual[i].ShouldBe(expected[i], 1e-6f);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, errors);
    }
}
