using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Gateway.Workers;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests;

/// <summary>A gateway does not start on pipelines that cannot work, and says everything that is wrong.</summary>
public class ConfigurationTests
{
    private const string NobodyListens = "http://127.0.0.1:1";

    private static readonly PipelineConfig s_good = Samples.TwoStage();

    public static TheoryData<string, PipelineConfig> Bad() => new()
    {
        { "name", s_good with { Name = "a b" } },
        { "name", s_good with { Name = "" } },
        { "deadline", s_good with { Deadline = TimeSpan.Zero } },
        { "deadline", s_good with { Deadline = TimeSpan.FromSeconds(61) } },
        { "objective.percentile", s_good with { Objective = new(0, TimeSpan.FromSeconds(1)) } },
        { "objective.percentile", s_good with { Objective = new(100, TimeSpan.FromSeconds(1)) } },
        { "objective.latency", s_good with { Objective = new(95, TimeSpan.Zero) } },
        { "stages", s_good with { Stages = [] } },
        { "stages", WithSecond(stage => stage with { Budget = TimeSpan.FromSeconds(21) }) },
        { "stages", WithSecond(stage => stage with { Budget = TimeSpan.FromSeconds(2) }) with { Objective = new(95, TimeSpan.FromSeconds(1)) } },
        { "stages[1].keep", WithSecond(stage => stage with { Keep = 0 }) },
        { "stages[1].keep", WithSecond(stage => stage with { Keep = 50 }) },
        { "stages[1].keep", WithSecond(stage => stage with { Keep = 51 }) },
        { "stages[1].model", WithSecond(stage => stage with { Model = "unheard-of" }) },
        { "stages[1].model", WithSecond(stage => stage with { Model = "" }) },
        { "stages[1].name", WithSecond(stage => stage with { Name = "small" }) },
        { "stages[1].name", WithSecond(stage => stage with { Name = "" }) },
        { "stages[1].budget", WithSecond(stage => stage with { Budget = TimeSpan.Zero }) },
        { "stages[1].retries", WithSecond(stage => stage with { Retries = 6 }) },
        { "stages[1].retries", WithSecond(stage => stage with { Retries = -1 }) },
        { "stages[1].hedgeAfter", WithSecond(stage => stage with { HedgeAfter = TimeSpan.Zero }) },
        { "stages[1].hedgeAfter", WithSecond(stage => stage with { HedgeAfter = TimeSpan.FromMilliseconds(5), Retries = 1 }) },
        { "stages[1].workers[0]", WithSecond(stage => stage with { Workers = ["nonsense"] }) },
        { "stages[1].workers[0]", WithSecond(stage => stage with { Workers = ["ftp://127.0.0.1:1"] }) },
        { "stages[1].workers[0]", WithSecond(stage => stage with { Workers = ["dns:///no-port"] }) },
        { "stages[1].workers", WithSecond(stage => stage with { Workers = [NobodyListens] }) },
        { "stages[1].workers", WithSecond(stage => stage with { Workers = ["dns:///no.such.name.invalid:80"] }) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_problem_is_reported_with_its_file_and_field(string field, PipelineConfig pipeline)
    {
        ConfigException e = await RefusedAsync(new ScoringStage("w"), pipeline);
        ConfigProblem problem = e.Problems.ShouldHaveSingleItem();
        problem.Field.ShouldBe(field);
        Path.GetFileName(problem.File).ShouldBe("0.json");
        problem.Problem.ShouldNotBeEmpty();
        problem.Remedy.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_reported_at_once()
    {
        ConfigException e = await RefusedAsync(
            new ScoringStage("w"),
            WithSecond(stage => stage with { Keep = 80, Retries = 9, Model = "unheard-of" }),
            s_good,
            Samples.OneStage(NobodyListens, NobodyListens));
        e.Problems.Select(problem => (Path.GetFileName(problem.File), problem.Field)).ShouldBe(
        [
            ("0.json", "stages[1].keep"), ("0.json", "stages[1].retries"), ("2.json", "stages[0].workers[1]"), ("1.json", "name"),
            ("0.json", "stages[1].model"), ("2.json", "stages[0].workers"),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_worker_without_a_store_serves_only_inline_features()
    {
        ScoringStage without = new("w") { StoreRows = 0 };
        ConfigException e = await RefusedAsync(without, Samples.OneStage());
        e.Problems.ShouldHaveSingleItem().Problem.ShouldContain("no feature store");
        await using GatewayServer gateway = await GatewayServer.StartAsync(without, Samples.OneStage() with { Features = FeatureOrigin.Inline });
    }

    [Fact]
    public async Task A_stage_without_workers_needs_an_embedded_one()
    {
        ConfigException e = await RefusedAsync(null, Samples.OneStage());
        e.Problems.ShouldHaveSingleItem().Field.ShouldBe("stages[0].workers");
    }

    [Fact]
    public async Task Workers_of_one_stage_serve_the_same_model_file()
    {
        await using StageServer one = await StageServer.StartAsync(new ScoringStage("a") { Sha256 = "1" });
        await using StageServer other = await StageServer.StartAsync(new ScoringStage("b") { Sha256 = "2" });
        ConfigException e = await RefusedAsync(null, Samples.OneStage(one.Address, other.Address));
        e.Problems.ShouldHaveSingleItem().Problem.ShouldContain("sha256");
    }

    [Fact]
    public async Task Unreachable_workers_are_tolerated_when_allowed_and_used_once_they_are_there()
    {
        StageServer reserved = await StageServer.StartAsync(new ScoringStage("w"));
        string authority = reserved.Addresses.Grpc.Authority, address = reserved.Address;
        await reserved.DisposeAsync();
        await using GatewayServer gateway = await GatewayServer.StartAsync(new() { AllowUnreachable = true }, null, _ => { }, Samples.OneStage(address));
        (await RankAsync(gateway)).Status.ShouldBe(StageStatus.Unavailable);
        await using StageServer worker = await StageServer.StartAsync(new ScoringStage("w"), new() { Grpc = authority });
        (await RankAsync(gateway)).Status.ShouldBe(StageStatus.Ok);
    }

    [Fact]
    public async Task Workers_of_the_options_serve_stages_that_name_none()
    {
        await using StageServer worker = await StageServer.StartAsync(new ScoringStage("remote"));
        await using GatewayServer gateway = await GatewayServer.StartAsync(new() { Workers = [worker.Address] }, null, _ => { }, Samples.OneStage());
        (await RankAsync(gateway)).Stages[0].Worker.ShouldBe("remote");
    }

    [Fact]
    public async Task A_name_stands_for_every_address_behind_it_and_is_followed_when_they_change()
    {
        ScoringStage stage = new("w");
        await using StageServer worker = await StageServer.StartAsync(stage);
        int port = worker.Addresses.Grpc.Port;
        IPAddress[] behind = [IPAddress.Parse("127.0.0.1"), IPAddress.IPv6Loopback];
        PipelineConfig pipeline = Samples.OneStage($"dns:///workers.example:{port}");
        await using GatewayServer gateway = await GatewayServer.StartAsync(
            new() { NameRefresh = TimeSpan.FromHours(1) }, null, builder => builder.Services.AddSingleton<NameResolver>(Resolve), pipeline);
        (await RankAsync(gateway)).Status.ShouldBe(StageStatus.Ok);

        behind = [IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.1")]; // nobody listens on the first
        await gateway.Directory.RefreshAsync(default);
        for (int i = 0; i < 4; i++)
            (await RankAsync(gateway)).Status.ShouldBe(StageStatus.Ok, "a retry finds the other");

        behind = [IPAddress.Parse("127.0.0.2")];
        await gateway.Directory.RefreshAsync(default);
        (await RankAsync(gateway)).Status.ShouldBe(StageStatus.Unavailable);

        behind = [];
        await gateway.Directory.RefreshAsync(default);
        (await RankAsync(gateway)).Detail.ShouldContain("127.0.0.2", customMessage: "a name that does not resolve keeps its workers");

        Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken) => host == "workers.example" && behind.Length > 0
            ? Task.FromResult(behind)
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    [Fact]
    public async Task Files_that_cannot_be_read_are_reported_with_the_rest()
    {
        using PipelineFolder folder = new(s_good);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "x.json"), """{ "name": "x", "stages": [], "kep": 3 }""");
        ConfigException e = await Should.ThrowAsync<ConfigException>(() => GatewayHost.OpenAsync(new() { Pipelines = [folder.Path, "nowhere.json"] }, null, default));
        e.Problems.Select(problem => Path.GetFileName(problem.File)).Distinct().ShouldBe(["x.json", "nowhere.json", "0.json"], ignoreOrder: true);
    }

    [Fact]
    public void Settings_come_from_the_command_line_and_unknown_ones_are_refused()
    {
        GatewayOptions options = GatewayOptions.Read(["--pipelines", "p.json", "--grpc", "127.0.0.1:7", "--workers", "http://127.0.0.1:9", "--Gateway:AllowUnreachable", "true"]);
        options.Pipelines.ShouldBe(["p.json"]);
        options.Workers.ShouldBe(["http://127.0.0.1:9"]);
        (options.Listen.Grpc, options.AllowUnreachable).ShouldBe(("127.0.0.1:7", true));
        Should.Throw<ConfigException>(() => GatewayOptions.Read(["--Gateway:Pipeline", "p.json"])).Message.ShouldContain("Pipeline");
        Should.Throw<ConfigException>(() => GatewayOptions.Read(["--pipeline", "p.json", "--grpc=127.0.0.1:7"])).Problems
            .ShouldHaveSingleItem().Field.ShouldBe("--pipeline");
    }

    private static ValueTask<RankedList> RankAsync(GatewayServer gateway) =>
        gateway.Runner.RankAsync("one", new(Samples.Ids), Deadline.None, TestContext.Current.CancellationToken);

    private static async Task<ConfigException> RefusedAsync(IStage? embedded, params PipelineConfig[] pipelines)
    {
        using PipelineFolder folder = new(pipelines);
        return await Should.ThrowAsync<ConfigException>(() => GatewayHost.OpenAsync(new() { Pipelines = [folder.Path] }, embedded, default));
    }

    private static PipelineConfig WithSecond(Func<StageConfig, StageConfig> change) =>
        s_good with { Stages = [s_good.Stages[0], change(s_good.Stages[1])] };
}
