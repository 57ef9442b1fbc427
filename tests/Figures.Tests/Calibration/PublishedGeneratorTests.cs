using RecPipe.Figures.Calibration;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Figures.Tests.Calibration;

public class PublishedGeneratorTests
{
    private static readonly GeneratorCalibration s_calibration = new() { PerQueryMs = 0.2, PerThousandItemsMs = 0.5, PerSleepMs = 0.1, HeldMs = 0.9, HeldOn = 0.5 };

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(10)]
    public void Gaps_last_as_long_as_its_own_time_says(double interval)
    {
        RunSpec spec = Spec(interval, 20_000);
        PublishedGenerator generator = new(spec, s_calibration, 7);
        double last = 0;
        for (double time = generator.Next(); time < double.PositiveInfinity; time = generator.Next())
            last = time;
        (last * 1000 / spec.Queries).ShouldBe(s_calibration.MeanGapMs(interval, 1000), 0.02 * s_calibration.MeanGapMs(interval, 1000));
    }

    [Fact]
    public void Queries_leave_in_the_order_in_which_they_were_made()
    {
        PublishedGenerator generator = new(Spec(1, 5_000), s_calibration, 3);
        Xoshiro256 random = new(1);
        double before = 0;
        int held = 0;
        for (int i = 0; i < 5_000; i++)
        {
            double made = generator.Next(), hold = generator.Entry.Sample(1000, 1, ref random);
            held += hold > 0 ? 1 : 0;
            (made + hold).ShouldBeGreaterThanOrEqualTo(before);
            before = made + hold;
        }
        ((double)held / 5_000).ShouldBe(Math.Exp(-1), 0.03);
        generator.Next().ShouldBe(double.PositiveInfinity);
    }

    private static RunSpec Spec(double interval, int queries) => new() { Stages = [new RunStage("rm-small", 1000, RunDevice.Cpu, 32)], IntervalMs = interval, Queries = queries };
}
