using RecPipe.Figures.Calibration;
using RecPipe.Figures.Runs;

namespace RecPipe.Figures.Tests.Runs;

public class DeviationReasonTests
{
    private const string Errs = "the model errs by more than";

    [Theory]
    [InlineData(RunDevice.Cpu, 0.5, 88, 75, 86, 90, Errs)]
    [InlineData(RunDevice.Cpu, 0.5, 88, 75, 70, 90, "one run was measured")]
    [InlineData(RunDevice.Cpu, 1.2, 1266, 695, 1159, 1416, Errs)]
    [InlineData(RunDevice.Cpu, 1.1, 347, 216, 196, 436, "one run was measured")]
    [InlineData(RunDevice.Accelerator, 0.5, 5.6, 4.6, 5.4, 5.9, "p95 moves in steps of 1 ms")]
    [InlineData(RunDevice.Accelerator, 0.7, 8.8, 6.3, 7.9, 9.9, Errs)]
    public void Chance_and_steps_are_reasons_only_for_what_they_explain(RunDevice device, double utilisation, double ours, double published, double low, double high, string start)
    {
        RunSpec spec = new() { Stages = [new("rm-large", 4096, device, 1)], IntervalMs = 1, Queries = 2_000 };
        DeviationReason.Of(new FigureRun(spec, ours, utilisation), ours, published, (low, high)).ShouldStartWith(start);
    }

    [Fact]
    public void One_stage_of_rm_large_is_no_matter_of_chance()
    {
        FigureRuns runs = new(new() { Mode = FigureMode.Parity, Configs = Repository.PathOf("configs") });
        RunSpec spec = runs.OnServer(["rm-large"], [4096], ["cpu"], 3);
        FigureRun run = runs.Make([spec], 0, 1, TestContext.Current.CancellationToken)[0];
        DeviationReason.Of(runs, run, 75.1, TestContext.Current.CancellationToken).ShouldStartWith(Errs);
        DeviationReason.Of(runs, run, 85, TestContext.Current.CancellationToken).ShouldBeEmpty();
    }
}
