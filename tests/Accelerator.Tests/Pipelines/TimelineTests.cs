using CsCheck;
using RecPipe.Accelerator.Pipelines;

namespace RecPipe.Accelerator.Tests.Pipelines;

public class TimelineTests
{
    private static readonly Gen<(double Ready, double Duration)[]> s_tasks =
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 9], (ready, duration) => ((double)ready, (double)duration)).Array[0, 40];

    /// <summary>Against a diary of whole seconds, searched second by second.</summary>
    [Fact]
    public void A_task_takes_the_first_gap_that_fits() => s_tasks.Sample(tasks =>
    {
        Timeline timeline = new();
        bool[] taken = new bool[1000];
        foreach ((double ready, double duration) in tasks)
        {
            int start = (int)ready;
            while (duration > 0 && Enumerable.Range(start, (int)duration).Any(second => taken[second]))
                start++;
            for (int second = start; second < start + (int)duration; second++)
                taken[second] = true;

            timeline.Reserve(ready, duration).ShouldBe(start + duration);
        }
        timeline.Busy.ShouldBe(taken.Count(second => second));
    });

    [Fact]
    public void Forgetting_the_past_changes_nothing_after_it() => s_tasks.Sample(tasks =>
    {
        Timeline whole = new(), pruned = new();
        double now = 0;
        foreach ((double ready, double duration) in tasks.OrderBy(task => task.Ready))
        {
            now = ready;
            pruned.Forget(now);
            pruned.Reserve(now, duration).ShouldBe(whole.Reserve(now, duration));
        }
    });
}
