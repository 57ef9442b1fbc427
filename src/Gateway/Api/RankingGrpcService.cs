using Grpc.Core;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Contracts.Stage;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Api;

/// <summary>ranking.proto over gRPC and, by transcoding, REST: the boundary where statuses become gRPC's.</summary>
internal sealed class RankingGrpcService(PipelineRunner runner, GatewayOptions options, TimeProvider clock) : RankingService.RankingServiceBase
{
    // A status other than OK needs some message beside it; clients never look at it.
    private static readonly RankReply s_none = new();

    public override async Task<RankReply> Rank(RankRequest request, ServerCallContext context)
    {
        if (RankingMapping.TryRead(request, out Query query) is { } problem)
            return Fail(context, StatusCode.InvalidArgument, problem);
        RankedList list = await runner.RankAsync(request.Pipeline, query, DeadlineOf(context), context.CancellationToken);
        return list.Status == StageStatus.Ok ? list.ToProto() : Fail(context, list.Status.ToStatusCode(), list.Detail);
    }

    public override Task<ListPipelinesReply> ListPipelines(ListPipelinesRequest request, ServerCallContext context)
    {
        ListPipelinesReply reply = new();
        reply.Pipelines.AddRange(runner.Pipelines.Select(RankingMapping.ToProto));
        return Task.FromResult(reply);
    }

    private static RankReply Fail(ServerCallContext context, StatusCode code, string detail)
    {
        context.Status = new Status(code, detail);
        return s_none;
    }

    /// <summary>An answer that is ready at the client's deadline comes too late: it still has to travel.</summary>
    private Deadline DeadlineOf(ServerCallContext context)
    {
        if (context.Deadline == DateTime.MaxValue)
            return Deadline.None;
        TimeSpan left = context.Deadline - clock.GetUtcNow().UtcDateTime;
        TimeSpan reserve = left / 10 < options.ReplyReserve ? left / 10 : options.ReplyReserve;
        return Deadline.After(left - reserve, clock);
    }
}
