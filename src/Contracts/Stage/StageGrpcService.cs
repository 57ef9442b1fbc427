using Grpc.Core;
using RecPipe.Contracts.Stage.V1;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Contracts.Stage;

/// <summary>Serves any <see cref="IStage"/> over gRPC: the one boundary where its statuses become gRPC's.</summary>
public sealed class StageGrpcService(IStage stage, TimeProvider clock) : StageService.StageServiceBase
{
    // A status other than OK needs some message beside it; clients never look at it.
    private static readonly RankReply s_none = new();

    public override async Task<RankReply> Rank(RankRequest request, ServerCallContext context)
    {
        if (StageMapping.TryRead(request, DeadlineOf(context), out StageRequest query) is { } problem)
            return Fail(context, StatusCode.InvalidArgument, problem);
        try
        {
            StageReply reply = await stage.RankAsync(query, context.CancellationToken).ConfigureAwait(false);
            return reply.Status == StageStatus.Ok ? reply.ToProto() : Fail(context, reply.Status.ToStatusCode(), reply.Detail);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            return Fail(context, StatusCode.Cancelled, "The caller gave up.");
        }
    }

    public override async Task<DescribeReply> Describe(DescribeRequest request, ServerCallContext context) =>
        (await stage.DescribeAsync(context.CancellationToken).ConfigureAwait(false)).ToProto();

    /// <summary>Sets the status instead of throwing: refusing work when overloaded must cost next to nothing.</summary>
    private static RankReply Fail(ServerCallContext context, StatusCode code, string detail)
    {
        context.Status = new Status(code, detail);
        return s_none;
    }

    private Deadline DeadlineOf(ServerCallContext context) => context.Deadline == DateTime.MaxValue
        ? Deadline.None
        : Deadline.After(context.Deadline - clock.GetUtcNow().UtcDateTime, clock);
}
