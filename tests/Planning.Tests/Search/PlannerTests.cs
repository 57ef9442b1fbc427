using RecPipe.Planning.Search;

namespace RecPipe.Planning.Tests.Search;

public sealed class PlannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void No_design_of_a_brute_force_run_dominates_the_recommended_one()
    {
        int recommended = 0;
        for (ulong seed = 1; seed <= 30; seed++)
        {
            RandomSpace random = new(seed, _folder);
            SearchSpace space = random.ToSearchSpace();
            PlanResult plan = new Planner(space, random.Hardware, random.Options).Plan(random.Objective, cancellationToken: TestContext.Current.CancellationToken);
            SearchPoint[] all = random.BruteForce(space);

            (plan.Recommended is not null).ShouldBe(all.Any(plan.Holds), $"seed {seed}");
            if (plan.Recommended is not { } chosen)
                continue;
            recommended++;
            all.ShouldContain(point => point.Candidate == chosen.Point.Candidate && point.Performance.P95 == chosen.Point.Performance.P95);
            all.Where(point => plan.Axes.Dominates(point, chosen.Point)).ShouldBeEmpty($"seed {seed}: {chosen.Point.Candidate.Design}");
        }
        recommended.ShouldBeGreaterThan(10);
    }

    public void Dispose() => _folder.Dispose();
}
