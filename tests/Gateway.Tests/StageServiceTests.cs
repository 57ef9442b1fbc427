using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using RecPipe.Contracts.Stage;
using RecPipe.Contracts.Stage.V1;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests;

/// <summary>The stage client and the stage service against each other, without a gateway.</summary>
public class StageServiceTests
{
    [Fact]
    public async Task A_length_that_is_no_multiple_of_four_is_INVALID_ARGUMENT_naming_the_field()
    {
        await using StageServer server = await StageServer.StartAsync(new ScoringStage("w"));
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Addresses.Grpc);
        RankRequest request = new() { Model = "small", Keep = 1, Candidates = ByteString.CopyFrom(1, 2, 3) };
        RpcException e = await Should.ThrowAsync<RpcException>(async () => await new StageService.StageServiceClient(channel).RankAsync(request));
        e.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        e.Status.Detail.ShouldStartWith("candidates: 3 bytes");
    }

    [Fact]
    public async Task A_message_that_is_no_message_is_an_error_and_the_service_goes_on()
    {
        ScoringStage stage = new("w");
        await using StageServer server = await StageServer.StartAsync(stage);
        using HttpClient client = new();
        using HttpRequestMessage garbage = new(HttpMethod.Post, new Uri(server.Addresses.Grpc, "recpipe.stage.v1.StageService/Rank"))
        {
            Version = new(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 3, 0xff, 0xff, 0xff]),
        };
        garbage.Content.Headers.ContentType = new("application/grpc");
        using HttpResponseMessage response = await client.SendAsync(garbage);
        response.TrailingHeaders.Concat(response.Headers).Single(header => header.Key == "grpc-status").Value.Single().ShouldNotBe("0");
        stage.Seen.ShouldBeEmpty();

        using GrpcStage after = new(server.Addresses.Grpc);
        (await after.RankAsync(new("small", Samples.Ids, 5, Deadline.None), default)).Status.ShouldBe(StageStatus.Ok);
    }

    [Fact]
    public async Task The_description_crosses_unchanged()
    {
        ScoringStage stage = new("w") { StoreRows = 123 };
        await using StageServer server = await StageServer.StartAsync(stage);
        using GrpcStage client = new(server.Addresses.Grpc);
        StageDescription expected = await stage.DescribeAsync(default), actual = await client.DescribeAsync(default);
        actual.Models.ShouldBe(expected.Models);
        (actual with { Models = [] }).ShouldBe(expected with { Models = [] });
    }

    [Fact]
    public async Task Where_nothing_listens_ranking_is_Unavailable_and_describing_throws()
    {
        StageServer server = await StageServer.StartAsync(new ScoringStage("w"));
        using GrpcStage client = new(server.Addresses.Grpc);
        await server.DisposeAsync();
        StageReply reply = await client.RankAsync(new("small", Samples.Ids, 5, Deadline.None), default);
        reply.Status.ShouldBe(StageStatus.Unavailable);
        reply.Detail.ShouldContain(client.Address.ToString());
        await Should.ThrowAsync<StageUnreachableException>(async () => await client.DescribeAsync(default));
    }

    [Fact]
    public async Task A_call_cut_off_by_its_worker_is_Unavailable()
    {
        ScoringStage stage = new("w") { Hold = { ["small"] = new TaskCompletionSource().Task } };
        await using StageServer server = await StageServer.StartAsync(stage);
        using GrpcStage client = new(server.Addresses.Grpc);
        ValueTask<StageReply> call = client.RankAsync(new("small", Samples.Ids, 5, Deadline.None), default);
        await stage.Entered.Task;
        await server.KillAsync();
        (await call).Status.ShouldBe(StageStatus.Unavailable);
    }

    [Fact]
    public async Task A_worker_that_comes_back_answers_the_next_call()
    {
        StageServer server = await StageServer.StartAsync(new ScoringStage("w"));
        using GrpcStage client = new(server.Addresses.Grpc);
        Uri address = server.Addresses.Grpc;
        await server.DisposeAsync();
        (await client.RankAsync(new("small", Samples.Ids, 5, Deadline.None), default)).Status.ShouldBe(StageStatus.Unavailable);
        await using StageServer again = await StageServer.StartAsync(new ScoringStage("w"), new() { Grpc = address.Authority });
        (await client.RankAsync(new("small", Samples.Ids, 5, Deadline.None), default)).Status.ShouldBe(StageStatus.Ok);
    }
}
