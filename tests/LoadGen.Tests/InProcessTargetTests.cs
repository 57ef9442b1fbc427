using Grpc.Core;
using RecPipe.LoadGen.Scenarios;
using RecPipe.LoadGen.Targets;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;
using RecPipe.Workloads.Queries;

namespace RecPipe.LoadGen.Tests;

public class InProcessTargetTests
{
    private readonly QueryStream _queries = new(1, 0, 100, 10);

    [Fact]
    public async Task A_pipeline_in_this_process_is_asked_like_any_other()
    {
        int[] expected = new int[10];
        _queries.Fill(7, expected);
        InProcessTarget target = new((query, deadline, _) =>
        {
            query.Candidates.ToArray().ShouldBe(expected);
            deadline.IsNone.ShouldBeFalse();
            return new(new RankedList { Status = StageStatus.Ok, Candidates = query.Candidates[..3].ToArray(), DegradedReason = "late" });
        }, _queries, judge: null, TimeProvider.System);
        StepResult result = await target.RankAsync(new(7, Deadline.After(TimeSpan.FromSeconds(1), TimeProvider.System)), TestContext.Current.CancellationToken);
        (result.Status, result.Degraded).ShouldBe((StatusCode.OK, true));
        result.AnsweredAt.ShouldBeGreaterThan(0);
        result.Quality.ShouldBeNull();
    }

    [Fact]
    public async Task Every_status_keeps_its_name()
    {
        foreach (StageStatus status in Enum.GetValues<StageStatus>().Where(status => status != StageStatus.Ok))
        {
            InProcessTarget target = new((_, _, _) => new(RankedList.Failed(status, "why")), _queries, null, TimeProvider.System);
            StepResult result = await target.RankAsync(new(0, Deadline.None), TestContext.Current.CancellationToken);
            result.Status.ToString().ShouldBe(status.ToString());
        }
    }
}
