using RecPipe.Figures.Calibration;
using RecPipe.Figures.Runs;

namespace RecPipe.Figures.Tests.Runs;

public class EngineSharesTests
{
    private static readonly FigureRuns s_runs = new(new() { Configs = Repository.PathOf("configs") });

    [Fact]
    public void The_second_stage_of_a_cascade_has_the_engines_that_rounding_down_would_leave_over() =>
        Shared(["rm-small", "rm-large"], [4096, 128]).Stages.Select(stage => stage.Engines).ShouldBe([28, 4]);

    [Theory]
    [InlineData("rm-small,rm-large", "4096,128")]
    [InlineData("rm-med,rm-large", "3200,512")]
    [InlineData("rm-small,rm-med,rm-large", "4096,512,128")]
    [InlineData("rm-small,rm-med,rm-large", "2048,1024,128")]
    public void No_other_split_of_all_engines_carries_more(string models, string items)
    {
        RunSpec shared = Shared(models.Split(','), [.. items.Split(',').Select(int.Parse)]);
        shared.Stages.Sum(stage => stage.Engines).ShouldBe(RunSpec.ServerEngines);
        double[] others = [.. Splits(RunSpec.ServerEngines, shared.Stages.Count).Select(split => ShortestGap(shared with { Stages = [.. shared.Stages.Zip(split, (stage, engines) => stage with { Engines = engines })] }))];
        others.Length.ShouldBeGreaterThan(30);
        ShortestGap(shared).ShouldBeLessThanOrEqualTo(others.Min() + 1e-9);
    }

    [Fact]
    public void The_gpu_takes_no_engines_of_the_server() =>
        s_runs.OnServer(["rm-small", "rm-large"], [4096, 128], ["gpu", "cpu"], 1).Stages.Select(stage => stage.Engines).ShouldBe([1, 32]);

    private static RunSpec Shared(string[] models, int[] items) => s_runs.OnServer(models, items, [.. models.Select(_ => "cpu")], 1);

    private static IEnumerable<int[]> Splits(int engines, int stages) => stages == 1
        ? [[engines]]
        : Enumerable.Range(1, engines - stages + 1).SelectMany(first => Splits(engines - first, stages - 1).Select(rest => (int[])[first, .. rest]));

    /// <summary>Mean gap in milliseconds at which the busiest stage is busy all the time.</summary>
    private static double ShortestGap(RunSpec spec)
    {
        (double low, double high) = (0.01, 100);
        while (high - low > 1e-10)
        {
            double gap = (low + high) / 2;
            (low, high) = s_runs.Utilisation(spec with { IntervalMs = gap }) < 1 ? (low, gap) : (gap, high);
        }
        return high;
    }
}
