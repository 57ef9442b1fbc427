using CsCheck;
using RecPipe.Evaluation.Statistics;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Evaluation.Tests;

public sealed class BootstrapTests
{
    [Fact]
    public void The_interval_of_a_mean_is_that_of_the_normal_law_for_many_queries()
    {
        Xoshiro256 random = new(3);
        double[] values = [.. Enumerable.Range(0, 2000).Select(_ => random.NextUniform())];
        double half = 1.96 * Math.Sqrt(1 / 12.0 / values.Length); // of the mean of uniforms
        MetricSample sample = new(values);
        Interval found = new Bootstrap(4000, seed: 1).Mean(sample);
        found.Low.ShouldBe(sample.Mean - half, 0.1 * half);
        found.High.ShouldBe(sample.Mean + half, 0.1 * half);
    }

    [Fact]
    public void It_covers_the_truth_about_as_often_as_it_says()
    {
        int covered = 0;
        Xoshiro256 random = new(11);
        for (int trial = 0; trial < 400; trial++)
        {
            double[] values = [.. Enumerable.Range(0, 200).Select(_ => random.NextUniform() < 0.3 ? 1.0 : 0.0)];
            covered += new Bootstrap(300, seed: (ulong)trial, confidence: 0.9).Mean(new(values)).Contains(0.3) ? 1 : 0;
        }
        covered.ShouldBeInRange(340, 380); // 360 expected, standard deviation 6
    }

    [Fact]
    public void A_difference_query_by_query_is_surer_than_two_means_apart()
    {
        Xoshiro256 random = new(5);
        double[] hard = [.. Enumerable.Range(0, 300).Select(_ => random.NextUniform())];
        double[] better = [.. hard.Select(value => value + 0.01 + 0.001 * random.NextUniform())];
        Bootstrap bootstrap = new(1000, seed: 1);
        Interval paired = bootstrap.Difference(new(better), new(hard)), mean = bootstrap.Mean(new(better));
        paired.Low.ShouldBeGreaterThan(0.01);
        (paired.High - paired.Low).ShouldBeLessThan((mean.High - mean.Low) / 100);
    }

    [Fact]
    public void Queries_without_the_metric_are_left_out_and_the_seed_decides() => Gen.Double[0, 1].Array[1, 20].Sample(values =>
    {
        Bootstrap bootstrap = new(200, seed: 9);
        Interval all = bootstrap.Mean(new([double.NaN, .. values, double.NaN]));
        all.ShouldBe(bootstrap.Mean(new(values)));
        all.Low.ShouldBeInRange(values.Min() - 1e-12, all.High);
        all.High.ShouldBeLessThanOrEqualTo(values.Max() + 1e-12);
    });

    [Fact]
    public void No_query_gives_no_interval()
    {
        double.IsNaN(new Bootstrap(100, 1).Mean(new([double.NaN])).Low).ShouldBeTrue();
        double.IsNaN(new MetricSample([double.NaN]).Mean).ShouldBeTrue();
    }
}
