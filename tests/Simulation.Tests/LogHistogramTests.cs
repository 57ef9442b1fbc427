using CsCheck;
using RecPipe.Simulation.Statistics;

namespace RecPipe.Simulation.Tests;

public class LogHistogramTests
{
    [Fact]
    public void A_compact_copy_says_the_same_and_can_go_on() => Gen.Select(Gen.Double[1e-6, 100].Array[1, 200], Gen.Double[1e-6, 100]).Sample((times, later) =>
    {
        LogHistogram all = new();
        foreach (double time in times)
            all.Record(time);
        LogHistogram compact = all.ToCompact(), sum = new();
        sum.Add(compact);
        Percentiles(compact).ShouldBe(Percentiles(all));
        Percentiles(sum).ShouldBe(Percentiles(all));

        all.Record(later);
        compact.Record(later);
        Percentiles(compact).ShouldBe(Percentiles(all));
        compact.Add(all.ToCompact());
        compact.Count.ShouldBe(2 * all.Count);
    }, iter: 50);

    [Fact]
    public void A_copy_of_nothing_is_nothing()
    {
        LogHistogram none = new LogHistogram().ToCompact();
        none.Count.ShouldBe(0);
        none.Percentile(95).ShouldBe(0);
    }

    private static double[] Percentiles(LogHistogram histogram) => [.. new[] { 0.0, 1, 50, 95, 99, 100 }.Select(histogram.Percentile)];
}
