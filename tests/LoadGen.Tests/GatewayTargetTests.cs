using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Datasets.Store;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Targets;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Queries;
using static RecPipe.LoadGen.Tests.Scenarios;

namespace RecPipe.LoadGen.Tests;

/// <summary>The gRPC target against a real Kestrel.</summary>
public sealed class GatewayTargetTests : IAsyncLifetime
{
    private const int Rows = 1000, Candidates = 40;
    private readonly TemporaryFolder _folder = new();
    private readonly Service _service = new();
    private HeldOutRows _queries = null!;
    private FeatureStore _store = null!;
    private WebApplication _host = null!;
    private GatewayTarget _target = null!;

    public async ValueTask InitializeAsync()
    {
        using (FeatureStoreWriter writer = new(_folder.PathOf("store"), 1, 1))
        {
            writer.Append(new float[Rows], new int[Rows], [.. Enumerable.Range(0, Rows).Select(row => (byte)(row % 4 == 0 ? 1 : 0))]);
            writer.Complete(manifest => manifest with { Source = "test", TrainRows = 200, Dense = ["I1"], Sparse = [new("C1", 1)] });
        }
        _store = FeatureStore.Open(_folder.PathOf("store"));
        _queries = new(_store, seed: 3, Candidates);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_service);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _host = builder.Build();
        _host.MapGrpcService<Service>();
        await _host.StartAsync(TestContext.Current.CancellationToken);
        _target = new(new Uri(_host.Urls.First()), "two-stage", _queries, new QualityJudge(_queries, 10), connections: 2, TimeProvider.System);
    }

    [Fact]
    public async Task Asks_the_stream_s_candidates_and_judges_the_answers()
    {
        _service.Answer = request => Ranked(Ids(request).OrderByDescending(id => id % 4 == 0)); // the perfect ranking
        LoadReport report = await RunAsync();
        report.Errors.ShouldBeEmpty();
        report.Answered.ShouldBe(50);
        report.Quality.ShouldBe(new QualitySummary(10, 1, 1, 50));
        int[] expected = new int[Candidates];
        _queries.Fill(0, expected);
        _service.Asked.ShouldContain(ids => ids.SequenceEqual(expected));
        _service.Asked.Select(ids => string.Join(' ', ids)).Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public async Task A_poor_ranking_scores_what_it_deserves()
    {
        _service.Answer = request => Ranked(Ids(request).OrderBy(id => id % 4 == 0).Take(10)); // irrelevant ones first
        (await RunAsync()).Quality.ShouldNotBeNull().Ndcg.ShouldBe(0, tolerance: 0.02);
    }

    [Fact]
    public async Task Degraded_answers_and_statuses_come_through()
    {
        int asked = 0;
        _service.Answer = request => (Interlocked.Increment(ref asked) % 5) switch
        {
            0 => throw new RpcException(new Status(StatusCode.ResourceExhausted, "full")),
            1 => throw new RpcException(new Status(StatusCode.Unavailable, "gone")),
            _ => new RankReply { Degraded = true },
        };
        LoadReport report = await RunAsync();
        report.Errors.ShouldBe(new Dictionary<string, long> { ["ResourceExhausted"] = 10, ["Unavailable"] = 10 }, ignoreOrder: true);
        report.DegradedShare.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_hangs_past_its_deadline()
    {
        TaskCompletionSource<RankReply> never = new();
        _service.Never = never.Task;
        LoadReport report = await RunAsync(TimeSpan.FromMilliseconds(200));
        report.Answered.ShouldBe(0);
        report.Errors.ShouldBe(new Dictionary<string, long> { ["DeadlineExceeded"] = 50 });
        report.FailedLatency.Count.ShouldBeGreaterThan(0);
        never.SetResult(new());
    }

    [Fact]
    public async Task An_unknown_pipeline_is_refused_with_those_there_are()
    {
        using GatewayTarget target = new(new Uri(_host.Urls.First()), "four-stage", _queries, null, 1, TimeProvider.System);
        ConfigException e = await Should.ThrowAsync<ConfigException>(() => target.CheckAsync(TestContext.Current.CancellationToken));
        e.Message.ShouldContain("no pipeline \"four-stage\"");
        e.Message.ShouldContain("Use one of: one-stage, two-stage.");
        await _target.CheckAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_a_configuration_problem()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken);
        ConfigException e = await Should.ThrowAsync<ConfigException>(() => _target.CheckAsync(TestContext.Current.CancellationToken));
        e.Message.ShouldContain("does not answer");
    }

    public async ValueTask DisposeAsync()
    {
        _target.Dispose();
        await _host.DisposeAsync();
        _store.Dispose();
        _folder.Dispose();
    }

    private Task<LoadReport> RunAsync(TimeSpan? deadline = null) => new OpenLoopEngine().RunAsync(
        Of(_target.RankAsync, Inject(250, 0.2)).With(w => w with { Deadline = deadline ?? TimeSpan.FromSeconds(20) }) with { QualityK = 10 },
        null, TestContext.Current.CancellationToken);

    private static int[] Ids(RankRequest request) => [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(request.CandidatesPacked.Span)];

    private static RankReply Ranked(IEnumerable<int> ids)
    {
        RankReply reply = new();
        reply.Ranked.AddRange(ids.Select(id => new RankedCandidate { Candidate = id }));
        return reply;
    }

    private sealed class Service : RankingService.RankingServiceBase
    {
        public Func<RankRequest, RankReply> Answer { get; set; } = _ => new();

        public Task<RankReply>? Never { get; set; }

        public System.Collections.Concurrent.ConcurrentBag<int[]> Asked { get; } = [];

        public override Task<RankReply> Rank(RankRequest request, ServerCallContext context)
        {
            request.Pipeline.ShouldBe("two-stage");
            Asked.Add(Ids(request));
            return Never ?? Task.FromResult(Answer(request));
        }

        public override Task<ListPipelinesReply> ListPipelines(ListPipelinesRequest request, ServerCallContext context) =>
            Task.FromResult(new ListPipelinesReply { Pipelines = { new Pipeline { Name = "one-stage" }, new Pipeline { Name = "two-stage" } } });
    }
}
