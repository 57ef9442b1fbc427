using System.Diagnostics;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using RecPipe.Contracts.Ranking.V1;

namespace RecPipe.FunctionalTests;

/// <summary>Clients this project did not write: Debian's python3-grpcio and curl, against real processes.</summary>
public sealed class ForeignClientTests(World world) : IAsyncLifetime
{
    private const string Python = "/usr/bin/python3";

    private HostProcess _worker = null!;
    private HostProcess _gateway = null!;
    private Uri _grpc = null!;
    private Uri _http = null!;

    public async ValueTask InitializeAsync()
    {
        (_worker, Uri worker) = await world.StartWorkerAsync("w1", TestContext.Current.CancellationToken);
        (_gateway, _grpc, _http) = await World.StartGatewayAsync(
            Repository.PathOf("configs", "pipelines"), TestContext.Current.CancellationToken, "--workers", worker.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _worker.DisposeAsync();
    }

    [Fact]
    public async Task A_Python_client_gets_a_ranked_list()
    {
        Assert.SkipUnless(await Succeeds(Python, "-c", "import grpc"), $"{Python} has no grpc: install python3-grpcio (.ci/run does).");
        using TemporaryFolder folder = new();
        string descriptors = folder.PathOf("ranking.pb");
        await File.WriteAllBytesAsync(descriptors, Descriptors(RankingReflection.Descriptor).ToByteArray(), TestContext.Current.CancellationToken);

        JsonElement answer = JsonDocument.Parse(await Output(
            Python, Repository.PathOf("tests", "FunctionalTests", "Clients", "rank.py"), descriptors, _grpc.Authority, "two-stage", "21000", "1000", "10")).RootElement;

        AssertRanked(answer.GetProperty("ranked").EnumerateArray().Select(entry => (entry[0].GetInt32(), entry[1].GetSingle())), 21_000, 1_000, 10);
        answer.GetProperty("packedAgrees").GetBoolean().ShouldBeTrue();
        answer.GetProperty("degraded").GetBoolean().ShouldBeFalse();
        answer.GetProperty("stages").EnumerateArray().Select(stage => stage.GetString()).ShouldBe(["rm-small", "rm-large"]);
        answer.GetProperty("unknownPipeline").GetString().ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task Curl_gets_a_ranked_list_over_REST()
    {
        string body = JsonSerializer.Serialize(new { candidates = Enumerable.Range(21_000, 1_000), k = 5 });
        JsonElement answer = JsonDocument.Parse(await Output(
            "curl", "-sS", "--fail-with-body", "-H", "content-type: application/json", "-d", body, $"{_http}v1/pipelines/three-stage:rank")).RootElement;

        AssertRanked(answer.GetProperty("ranked").EnumerateArray().Select(entry => (entry.GetProperty("candidate").GetInt32(), entry.GetProperty("score").GetSingle())), 21_000, 1_000, 5);
        answer.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("candidatesIn").GetInt32()).ShouldBe([1_000, 512, 128]);
    }

    private static void AssertRanked(IEnumerable<(int Candidate, float Score)> answer, int first, int count, int k)
    {
        (int Candidate, float Score)[] ranked = [.. answer];
        ranked.Length.ShouldBe(k);
        ranked.Select(entry => entry.Candidate).ShouldBeUnique();
        ranked.ShouldAllBe(entry => entry.Candidate >= first && entry.Candidate < first + count && entry.Score > 0 && entry.Score < 1);
        ranked.Select(entry => entry.Score).ShouldBe(ranked.Select(entry => entry.Score).OrderDescending());
    }

    /// <summary>The file and all it imports, imports first.</summary>
    private static FileDescriptorSet Descriptors(FileDescriptor file)
    {
        FileDescriptorSet set = new();
        Add(file);
        return set;

        void Add(FileDescriptor next)
        {
            foreach (FileDescriptor import in next.Dependencies)
                Add(import);
            if (set.File.All(added => added.Name != next.Name))
                set.File.Add(FileDescriptorProto.Parser.ParseFrom(next.SerializedData));
        }
    }

    private static async Task<bool> Succeeds(string program, params string[] arguments)
    {
        if (program.Contains('/') && !File.Exists(program))
            return false;
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0;
    }

    private static async Task<string> Output(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"{program}: {errors}{await output}");
        return await output;
    }
}
