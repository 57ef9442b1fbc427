namespace RecPipe.Ranking.Stages;

/// <summary>
/// The seam between a gateway and whatever ranks for it: a worker in this process, a worker behind gRPC,
/// an emulated accelerator. All give the same answers and the same statuses.
/// </summary>
public interface IStage
{
    /// <summary>
    /// Ranks candidates. Failures of the query are statuses of the reply, not exceptions. The request's memory belongs
    /// to the caller again once the task completes; the reply's memory belongs to the caller.
    /// </summary>
    ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken);

    /// <exception cref="StageUnreachableException">Nothing answers there.</exception>
    ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken);
}
