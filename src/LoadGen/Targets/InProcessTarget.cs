using System.Buffers;
using RecPipe.Contracts.Stage;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.LoadGen.Targets;

/// <summary>Asks a pipeline in this process.</summary>
/// <param name="rank">Ranks one query within its deadline; called from many threads.</param>
/// <param name="queries">What to ask.</param>
/// <param name="judge">Judges the answers; null when the labels are not known.</param>
/// <param name="time">Stamps the answers.</param>
public sealed class InProcessTarget(
    Func<Query, Deadline, CancellationToken, ValueTask<RankedList>> rank, IQuerySource queries, QualityJudge? judge, TimeProvider time)
{
    /// <summary>The step of a <see cref="Scenario"/>.</summary>
    public async ValueTask<StepResult> RankAsync(StepContext context, CancellationToken cancellationToken)
    {
        int[] candidates = ArrayPool<int>.Shared.Rent(queries.Candidates);
        Memory<int> ids = candidates.AsMemory(0, queries.Candidates);
        QueryContext? known = queries.Fill(context.Query, ids.Span);
        RankedList list = await rank(new Query(ids, Context: known), context.Deadline, cancellationToken).ConfigureAwait(false);
        long answered = time.GetTimestamp();
        ListQuality? quality = list.Status == StageStatus.Ok && judge is not null ? judge.Judge(context.Query, ids.Span, list.Candidates.Span) : null;
        // After a failure somebody may still read the ids: leave the array to the garbage collector.
        if (list.Status == StageStatus.Ok)
            ArrayPool<int>.Shared.Return(candidates);
        return new(list.Status.ToStatusCode(), list.Degraded, quality, answered);
    }
}
