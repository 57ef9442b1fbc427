using RecPipe.Planning.Objectives;
using RecPipe.Planning.Search;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Tests.Search;

public sealed class PlannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void No_design_of_a_brute_force_run_dominates_the_recommended_one()
    {
        int recommended = 0;
        for (ulong seed = 1; seed <= 20; seed++)
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
        recommended.ShouldBeGreaterThan(6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_plan()
    {
        RandomSpace random = new(3, _folder);
        string[] plans = [.. Enumerable.Range(0, 2).Select(_ => Text(random.ToSearchSpace(), random))];
        plans[1].ShouldBe(plans[0]);

        static string Text(SearchSpace space, RandomSpace random) => string.Join('\n', new Planner(space, random.Hardware, random.Options)
            .Plan(random.Objective, cancellationToken: TestContext.Current.CancellationToken).Front.Select(point => $"{point.Candidate.Design.Key} {point.Performance.P95}"));
    }

    [Fact]
    public void An_objective_that_cannot_be_held_names_what_can()
    {
        RandomSpace random = new(2, _folder);
        SearchSpace space = random.ToSearchSpace();
        Planner planner = new(space, random.Hardware, random.Options);
        PlanCandidate best = space.Candidates.MaxBy(candidate => candidate.Quality[0])!;
        double load = 0.5 * best.Bounds.Capacity, floor = space.Candidates.Where(candidate => candidate.Quality[0] == best.Quality[0]).Min(candidate => candidate.Bounds.UnloadedSeconds);
        PlanObjective tight = new()
        {
            Load = load,
            Latencies = [.. space.Axes.Latencies.Select(metric => new Threshold("tight", metric, Comparison.LessOrEqual, floor / 4))],
            Qualities = [new("ndcg@64>=best", "ndcg@64", 1, OfBest: true)],
        };

        PlanResult plan = planner.Plan(tight, cancellationToken: TestContext.Current.CancellationToken);

        plan.Recommended.ShouldBeNull();
        Infeasibility infeasible = plan.Infeasibility.ShouldNotBeNull();
        infeasible.Relaxations.Select(relaxation => relaxation.Constraint).ShouldBe([Constraint.Latency, Constraint.Load, Constraint.Quality]);
        Relaxation latency = infeasible.Relaxations[0], atLoad = infeasible.Relaxations[1];
        latency.Point!.Candidate.Quality[0].ShouldBe(best.Quality[0]);
        latency.Change.ShouldBeGreaterThan(1);
        atLoad.Point.ShouldBeNull("a quarter of the unloaded time cannot be had at any load");
        infeasible.Binding.ShouldBe(infeasible.Relaxations.Where(relaxation => relaxation.Point is not null).MinBy(relaxation => relaxation.Change)!.Constraint);
    }

    [Fact]
    public void The_highest_load_that_can_be_had_holds_and_a_little_more_does_not()
    {
        RandomSpace random = new(2, _folder);
        SearchSpace space = random.ToSearchSpace();
        double most = space.Candidates.Max(candidate => candidate.Bounds.Capacity);
        PlanResult plan = new Planner(space, random.Hardware, random.Options).Plan(
            new() { Load = 4 * most, Latencies = [new("loose", space.Axes.Latencies[0], Comparison.LessOrEqual, 1e3)] }, cancellationToken: TestContext.Current.CancellationToken);
        Relaxation load = plan.Infeasibility.ShouldNotBeNull().Relaxations.Single(relaxation => relaxation.Constraint == Constraint.Load);
        plan.Infeasibility!.Binding.ShouldBe(Constraint.Load);
        load.Load.ShouldBeInRange(0.97 * most * 0.95, 0.97 * most);
        load.Change.ShouldBe(1 - load.Load / (4 * most), 1e-12);
    }

    [Fact]
    public void Planning_can_be_stopped()
    {
        RandomSpace random = new(2, _folder);
        Planner planner = new(random.ToSearchSpace(), random.Hardware, random.Options);
        Should.Throw<OperationCanceledException>(() => planner.Plan(random.Objective, cancellationToken: new CancellationToken(canceled: true)));
    }

    public void Dispose() => _folder.Dispose();
}
