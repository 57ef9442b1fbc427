using Grpc.Core;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests;

/// <summary>A gateway and workers on real sockets.</summary>
public class GatewayTests
{
    private readonly ScoringStage _a = new("a");
    private readonly ScoringStage _b = new("b");

    [Fact]
    public async Task A_grpc_client_gets_the_list_from_ids_and_from_packed_ids()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_a, Samples.TwoStage());
        RankRequest plain = new() { Pipeline = "two", K = 3 };
        plain.Candidates.AddRange(Samples.Ids);
        RankReply fromIds = await gateway.Client.RankAsync(plain);
        fromIds.Ranked.Select(ranked => ranked.Candidate).ShouldBe(Samples.TwoStageExpected(3));
        RankReply packed = await gateway.Client.RankAsync(new Query(Samples.Ids, 3).ToProto("two"));
        packed.Ranked.ShouldBe(fromIds.Ranked);
        RankedList list = packed.ToDomain();
        list.Stages.Select(stage => (stage.Stage, stage.CandidatesIn, stage.CandidatesOut)).ShouldBe([("small", 400, 50), ("large", 50, 10)]);
        list.Total.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Features_travel_over_grpc()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_a, Samples.TwoStage());
        float[] dense = [.. Enumerable.Range(0, 20).SelectMany(i => new float[] { i, 0 })];
        Query query = new(Enumerable.Range(9_000_000, 20).ToArray(), 2, new(dense, new int[20]));
        RankReply reply = await gateway.Client.RankAsync(query.ToProto("two"));
        reply.Ranked.Select(ranked => (ranked.Candidate, ranked.Score)).ShouldBe([(9_000_019, 19f), (9_000_018, 18f)]);
    }

    public static TheoryData<RankRequest, StatusCode, string> BadRequests() => new()
    {
        { Request(_ => { }, pipeline: ""), StatusCode.InvalidArgument, "pipeline:" },
        { Request(_ => { }, pipeline: "none"), StatusCode.NotFound, "pipeline:" },
        { Request(r => r.Candidates.Clear()), StatusCode.InvalidArgument, "candidates:" },
        { Request(r => r.CandidatesPacked = Google.Protobuf.ByteString.CopyFrom(1, 0, 0, 0)), StatusCode.InvalidArgument, "candidates_packed:" },
        { Request(r => { r.Candidates.Clear(); r.CandidatesPacked = Google.Protobuf.ByteString.CopyFrom(1, 0, 0); }), StatusCode.InvalidArgument, "candidates_packed: 3 bytes" },
        { Request(r => r.K = 11), StatusCode.InvalidArgument, "k: 11" },
        { Request(r => r.K = uint.MaxValue), StatusCode.InvalidArgument, "k:" },
        { Request(r => r.Features = new() { Dense = { 1, 2, 3 }, Sparse = { 1, 1 } }), StatusCode.InvalidArgument, "features.dense: 3 values" },
        { Request(r => r.Features = new() { Dense = { 1, 2, 3, 4 }, Sparse = { 1 } }), StatusCode.InvalidArgument, "features.sparse: 1 values" },
        { Request(r => r.Candidates.Add(-7)), StatusCode.InvalidArgument, "candidates[2]: -7" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task A_bad_request_names_its_field(RankRequest request, StatusCode code, string says)
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_a, Samples.TwoStage());
        RpcException e = await Should.ThrowAsync<RpcException>(async () => await gateway.Client.RankAsync(request));
        e.StatusCode.ShouldBe(code);
        e.Status.Detail.ShouldContain(says);
    }

    [Fact]
    public async Task A_pipeline_for_inline_features_asks_for_them()
    {
        ScoringStage without = new("w") { StoreRows = 0 };
        await using GatewayServer gateway = await GatewayServer.StartAsync(without, Samples.OneStage() with { Features = FeatureOrigin.Inline });
        RankedList list = await gateway.Runner.RankAsync("one", new(Samples.Ids), Deadline.None, default);
        list.Status.ShouldBe(StageStatus.InvalidArgument);
        list.Detail.ShouldStartWith("features:");
    }

    [Theory]
    [InlineData(StageStatus.Internal)]
    [InlineData(StageStatus.ResourceExhausted)]
    [InlineData(StageStatus.Unavailable)]
    public async Task When_a_later_stage_fails_the_answer_is_degraded(StageStatus failure)
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_a, Samples.TwoStage());
        _a.Fail["large"] = failure;
        RankReply reply = await gateway.Client.RankAsync(new Query(Samples.Ids, 4).ToProto("two"));
        reply.Degraded.ShouldBeTrue();
        reply.DegradedReason.ShouldContain("large");
        reply.DegradedReason.ShouldContain(failure.ToString());
        reply.Ranked.Select(ranked => ranked.Candidate).ShouldBe(ScoringStage.Expected("small", Samples.Ids, 4));
        reply.Stages.Select(stage => stage.Status).ShouldBe(["Ok", failure.ToString()]);
        reply.Stages[1].CandidatesOut.ShouldBe(0u);
    }

    [Fact]
    public async Task A_query_that_a_later_stage_cannot_read_is_refused_not_degraded()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_a, Samples.TwoStage());
        _a.Fail["large"] = StageStatus.InvalidArgument;
        RpcException e = await Should.ThrowAsync<RpcException>(async () => await gateway.Client.RankAsync(new Query(Samples.Ids, 4).ToProto("two")));
        e.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        e.Status.Detail.ShouldContain("stage large");
    }

    [Fact]
    public async Task A_pipeline_that_refuses_fails_with_the_stage()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_a, Samples.TwoStage() with { Degraded = DegradedPolicy.Refuse });
        _a.Fail["large"] = StageStatus.ResourceExhausted;
        RpcException e = await Should.ThrowAsync<RpcException>(async () => await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("two")));
        e.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        e.Status.Detail.ShouldContain("stage large");
    }

    [Fact]
    public async Task A_spent_budget_degrades_and_the_client_has_the_answer_before_its_deadline()
    {
        await using StageServer worker = await StageServer.StartAsync(_a);
        GatewayOptions patient = new() { ReplyReserve = TimeSpan.FromSeconds(1) };
        await using GatewayServer gateway = await GatewayServer.StartAsync(patient, null, _ => { }, Samples.TwoStage(worker.Address));
        await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("two")); // connections and code are warm
        _a.Hold["large"] = new TaskCompletionSource().Task;
        RankReply reply = await gateway.Client.RankAsync(new Query(Samples.Ids, 4).ToProto("two"), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));
        reply.Degraded.ShouldBeTrue();
        reply.Stages[1].Status.ShouldBe("DeadlineExceeded");
        reply.Ranked.Select(ranked => ranked.Candidate).ShouldBe(ScoringStage.Expected("small", Samples.Ids, 4));
    }

    [Fact]
    public async Task The_deadline_shrinks_on_its_way_to_the_last_worker()
    {
        await using StageServer worker = await StageServer.StartAsync(_a);
        await using GatewayServer gateway = await GatewayServer.StartAsync(null, Samples.TwoStage(worker.Address) with
        {
            Stages =
            [
                new() { Model = "small", Keep = 50, Budget = TimeSpan.FromSeconds(3), Workers = [worker.Address] },
                new() { Model = "large", Keep = 10, Workers = [worker.Address] },
            ],
        });
        await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("two"), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(9));
        await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("two"));
        double[] left = [.. _a.Seen.Select(seen => seen.Left.TotalSeconds)];
        left[0].ShouldBeInRange(1, 3); // the stage's budget
        left[1].ShouldBeInRange(5, 8.9999); // what the client left
        left[3].ShouldBeInRange(10, 20); // the pipeline's own
    }

    [Fact]
    public async Task A_killed_worker_is_replaced_by_the_other_and_no_query_is_lost()
    {
        StageServer first = await StageServer.StartAsync(_a);
        await using StageServer second = await StageServer.StartAsync(_b);
        await using GatewayServer gateway = await GatewayServer.StartAsync(null, Samples.TwoStage(first.Address, second.Address));
        _a.Hold["small"] = _b.Hold["small"] = new TaskCompletionSource().Task;
        Task<RankReply>[] queries = [.. Enumerable.Range(0, 8).Select(_ => gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("two")).ResponseAsync)];
        while (_a.Running < 4 || _b.Running < 4)
            await Task.Yield();
        _b.Hold.Clear();
        Task answeredByB = first.KillAsync(); // four queries are cut off in the middle
        RankReply[] cutOff = await Task.WhenAll(await FirstFourAsync(queries));
        await answeredByB;
        cutOff.ShouldAllBe(reply => reply.Stages[0].Attempts == 2 && reply.Stages[0].Worker == "b" && !reply.Degraded);
        for (int i = 0; i < 8; i++)
            (await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("two"))).Ranked.Select(ranked => ranked.Candidate).ShouldBe(Samples.TwoStageExpected(10));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task When_no_worker_is_left_queries_are_Unavailable_at_once_and_recover_with_it()
    {
        StageServer worker = await StageServer.StartAsync(_a);
        await using GatewayServer gateway = await GatewayServer.StartAsync(null, Samples.OneStage(worker.Address));
        string authority = worker.Addresses.Grpc.Authority;
        await worker.DisposeAsync();
        RpcException e = await Should.ThrowAsync<RpcException>(async () => await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("one")));
        e.StatusCode.ShouldBe(StatusCode.Unavailable);
        await using StageServer back = await StageServer.StartAsync(_a, new() { Grpc = authority });
        (await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("one"))).Ranked.Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_stopping_gateway_finishes_the_queries_it_has()
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _a.Hold["large"] = gate.Task;
        await using GatewayServer gateway = await GatewayServer.StartAsync(_a, Samples.OneStage());
        Task<RankReply> query = gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("one")).ResponseAsync;
        await _a.Entered.Task;
        Task stopped = gateway.StopAsync();
        stopped.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        (await query).Ranked.Count.ShouldBe(10);
        await stopped;
    }

    [Fact]
    public async Task Callers_in_the_process_need_no_services()
    {
        using PipelineFolder folder = new(Samples.TwoStage());
        await using InProcessGateway gateway = await GatewayHost.OpenAsync(new() { Pipelines = [folder.Path] }, _a, default);
        RankedList list = await gateway.Runner.RankAsync("two", new(Samples.Ids), Deadline.None, default);
        list.Candidates.ToArray().ShouldBe(Samples.TwoStageExpected(10));
    }

    private static RankRequest Request(Action<RankRequest> change, string pipeline = "two")
    {
        RankRequest request = new() { Pipeline = pipeline, Candidates = { 1, 2 } };
        change(request);
        return request;
    }

    /// <summary>The queries that held the killed worker: they end, on the other one; the rest waits still.</summary>
    private static async Task<Task<RankReply>[]> FirstFourAsync(Task<RankReply>[] queries)
    {
        List<Task<RankReply>> ended = [], running = [.. queries];
        while (ended.Count < 4)
        {
            Task<RankReply> one = await Task.WhenAny(running);
            running.Remove(one);
            ended.Add(one);
        }
        return [.. ended];
    }
}
