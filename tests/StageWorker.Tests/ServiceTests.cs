using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using RecPipe.Contracts.Stage;
using RecPipe.Contracts.Stage.V1;
using RecPipe.Ranking.Stages;
using RecPipe.ServiceDefaults;

namespace RecPipe.StageWorker.Tests;

/// <summary>stage.proto on a real Kestrel, asked by a real client.</summary>
public class ServiceTests(TinyWorld world)
{
    [Fact]
    public async Task Ranks_by_id_and_by_inline_features()
    {
        await using RunningWorker worker = await RunningWorker.Start(world, new() { Engines = 2, Name = "w1", SubBatchRows = 100 });
        using GrpcStage stage = new(worker.App.BoundAddresses().Grpc);
        int[] candidates = world.Candidates(4, 500);
        StageReply byId = await stage.RankAsync(TinyWorld.Query(candidates, 20, TinyWorld.Wide), TestContext.Current.CancellationToken);
        byId.Status.ShouldBe(StageStatus.Ok, byId.Detail);
        byId.Worker.ShouldBe("w1");
        byId.Compute.ShouldBeGreaterThan(TimeSpan.Zero);
        byId.Positions.ToArray().ShouldBe(world.BestOf(TinyWorld.Wide, candidates, 20));

        StageReply inline = await stage.RankAsync(TinyWorld.Query(candidates, 20, TinyWorld.Wide) with { Features = world.FeaturesOf(candidates) }, TestContext.Current.CancellationToken);
        inline.Positions.ToArray().ShouldBe(byId.Positions.ToArray());
        inline.Scores.ToArray().ShouldBe(byId.Scores.ToArray());
    }

    [Fact]
    public async Task Bytes_on_the_wire_are_little_endian_positions_and_scores()
    {
        await using RunningWorker worker = await RunningWorker.Start(world);
        int[] candidates = world.Candidates(5, 40);
        RankReply reply = await new StageService.StageServiceClient(worker.Channel).RankAsync(new RankRequest
        {
            Model = TinyWorld.Narrow,
            Candidates = ByteString.CopyFrom(MemoryMarshal.AsBytes(candidates.AsSpan())),
            Keep = 3,
        }, cancellationToken: TestContext.Current.CancellationToken);
        MemoryMarshal.Cast<byte, int>(reply.Positions.Span).ToArray().ShouldBe(world.BestOf(TinyWorld.Narrow, candidates, 3));
        reply.Scores.Length.ShouldBe(12);
    }

    [Theory]
    [InlineData("nobody", 1, 1, StatusCode.NotFound, "narrow, wide")]
    [InlineData(TinyWorld.Narrow, 1_000_000, 1, StatusCode.InvalidArgument, "position 0 holds 1000000")]
    [InlineData(TinyWorld.Narrow, 1, 0, StatusCode.InvalidArgument, "keep")]
    public async Task A_bad_request_gets_its_status_and_the_field(string model, int candidate, uint keep, StatusCode status, string detail)
    {
        await using RunningWorker worker = await RunningWorker.Start(world);
        RpcException e = await Should.ThrowAsync<RpcException>(async () => await new StageService.StageServiceClient(worker.Channel).RankAsync(new RankRequest
        {
            Model = model,
            Candidates = ByteString.CopyFrom(BitConverter.GetBytes(candidate)),
            Keep = keep,
        }));
        e.StatusCode.ShouldBe(status);
        e.Status.Detail.ShouldContain(detail);
    }

    [Fact]
    public async Task Describes_itself_and_offers_health_reflection_and_metrics()
    {
        await using RunningWorker worker = await RunningWorker.Start(world, new() { Name = "w2", Engines = 1, QueueCapacity = 3, MaxCandidates = 1000 });
        CancellationToken token = TestContext.Current.CancellationToken;
        using GrpcStage stage = new(worker.App.BoundAddresses().Grpc);
        StageDescription description = await stage.DescribeAsync(token);
        (description.Worker, description.Backend, description.Engines, description.QueueCapacity, description.MaxCandidates, description.StoreRows)
            .ShouldBe(("w2", "cpu", 1, 3, 1000, TinyWorld.Rows));
        description.Models.Select(model => model.Name).ShouldBe([TinyWorld.Narrow, TinyWorld.Wide]);

        HealthCheckResponse health = await new Health.HealthClient(worker.Channel).CheckAsync(new HealthCheckRequest(), cancellationToken: token);
        health.Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
        (await Services(worker)).ShouldContain("recpipe.stage.v1.StageService");

        await stage.RankAsync(TinyWorld.Query([1, 2, 3], 2), token);
        using HttpClient http = new() { BaseAddress = worker.App.BoundAddresses().Http };
        (await http.GetStringAsync("/health", token)).ShouldBe("Healthy");
        string metrics = await http.GetStringAsync("/metrics", token);
        metrics.ShouldContain("recpipe_stage_requests_total{");
        metrics.ShouldContain("""model="narrow",status="Ok"} 1""");
        metrics.ShouldContain("recpipe_stage_compute_time_seconds_bucket{");
        metrics.ShouldContain("recpipe_stage_engines{");
    }

    private static async Task<IEnumerable<string>> Services(RunningWorker worker)
    {
        using var call = new ServerReflection.ServerReflectionClient(worker.Channel).ServerReflectionInfo(cancellationToken: TestContext.Current.CancellationToken);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
        return call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);
    }
}
