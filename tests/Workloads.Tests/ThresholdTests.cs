using RecPipe.Workloads.Objectives;

namespace RecPipe.Workloads.Tests;

public class ThresholdTests
{
    [Theory]
    [InlineData("p95<25ms", ThresholdMetric.P95, Comparison.Less, 0.025, 0)]
    [InlineData("p99.9 <= 1.5s", ThresholdMetric.P999, Comparison.LessOrEqual, 1.5, 0)]
    [InlineData("errors<1%", ThresholdMetric.Errors, Comparison.Less, 0.01, 0)]
    [InlineData("degraded<=0%", ThresholdMetric.Degraded, Comparison.LessOrEqual, 0, 0)]
    [InlineData("throughput>100", ThresholdMetric.Throughput, Comparison.Greater, 100, 0)]
    [InlineData("throughput>=1e3/s", ThresholdMetric.Throughput, Comparison.GreaterOrEqual, 1000, 0)]
    [InlineData("ndcg@64>0.9", ThresholdMetric.Ndcg, Comparison.Greater, 0.9, 64)]
    [InlineData("HitRate@10>=66%", ThresholdMetric.HitRate, Comparison.GreaterOrEqual, 0.66, 10)]
    [InlineData("Mean<250us", ThresholdMetric.Mean, Comparison.Less, 250e-6, 0)]
    public void Reads_what_people_write(string text, ThresholdMetric metric, Comparison comparison, double bound, int k)
    {
        Threshold threshold = ThresholdParser.Parse(text, out string problem).ShouldNotBeNull();
        problem.ShouldBeEmpty();
        (threshold.Text, threshold.Metric, threshold.Comparison, threshold.K).ShouldBe((text, metric, comparison, k));
        threshold.Bound.ShouldBe(bound, tolerance: 1e-12);
    }

    [Theory]
    [InlineData("p95", "compares nothing")]
    [InlineData("p42<1ms", "there is no metric \"p42\"; use mean, p50")]
    [InlineData("ndcg<1", "there is no metric \"ndcg\"")]
    [InlineData("hitrate<1", "use mean")]
    [InlineData("recall@10<1", "or hitrate@K")]
    [InlineData("ndcg@0<1", "there is no metric \"ndcg@0\"")]
    [InlineData("p95<25", "\"25\" is not a duration such as \"25ms\"")]
    [InlineData("errors<25ms", "is not a share")]
    [InlineData("errors<200%", "is not a share")]
    [InlineData("throughput>fast", "is not a rate")]
    [InlineData("ndcg@64>2", "is not a value from 0 to 1")]
    [InlineData("p95<", "\"\" is not a duration")]
    public void Says_what_is_wrong(string text, string expected)
    {
        ThresholdParser.Parse(text, out string problem).ShouldBeNull();
        problem.ShouldContain(expected);
    }

    [Theory]
    [InlineData("p95<25ms", 0.0249, true)]
    [InlineData("p95<25ms", 0.025, false)]
    [InlineData("p95<=25ms", 0.025, true)]
    [InlineData("throughput>100", 100, false)]
    [InlineData("throughput>=100", 100, true)]
    [InlineData("ndcg@64>0.9", double.NaN, false)]
    [InlineData("p95<25ms", double.NaN, false)]
    public void Compares(string text, double value, bool met) => ThresholdParser.Parse(text, out _)!.IsMetBy(value).ShouldBe(met);
}
