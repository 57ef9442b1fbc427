using RecPipe.Planning.Objectives;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Tests.Objectives;

public class ObjectiveParserTests
{
    [Theory]
    [InlineData("p95=25ms", ThresholdMetric.P95, 0.025)]
    [InlineData("P99<=1.5s", ThresholdMetric.P99, 1.5)]
    [InlineData("mean < 250us", ThresholdMetric.Mean, 0.00025)]
    [InlineData("p50=10ms", ThresholdMetric.P50, 0.01)]
    public void Latencies_are_bounded_from_above(string text, ThresholdMetric metric, double seconds)
    {
        Threshold bound = ObjectiveParser.Latency(text, out string problem).ShouldNotBeNull(problem);
        bound.ShouldBe(new Threshold(text, metric, Comparison.LessOrEqual, seconds));
    }

    [Theory]
    [InlineData("25ms", "\"25ms\" is no bound of latency: write for example p95=25ms, which the 95th percentile may not exceed.")]
    [InlineData("p95>=25ms", "\"p95>=25ms\" is no bound of latency: write for example p95=25ms, which the 95th percentile may not exceed.")]
    [InlineData("p96=25ms", "\"p96=25ms\": there is no latency \"p96\"; plans bound the mean, p50, p95 or p99.")]
    [InlineData("p95=25", "\"p95=25\": \"25\" is not a duration such as \"25ms\".")]
    [InlineData("p95=-25ms", "\"p95=-25ms\": \"-25ms\" is not a duration such as \"25ms\".")]
    [InlineData("p95=0ms", "\"p95=0ms\": no query takes no time at all; allow more than 0.")]
    public void What_is_no_latency_is_said(string text, string expected)
    {
        ObjectiveParser.Latency(text, out string problem).ShouldBeNull();
        problem.ShouldBe(expected);
    }

    [Theory]
    [InlineData("ndcg@64>=0.99*best", "ndcg@64", 0.99, true)]
    [InlineData("ndcg@64 >= 99% * best", "ndcg@64", 0.99, true)]
    [InlineData("mrr>=best", "mrr", 1, true)]
    [InlineData("hitRate@10>=0.6", "hitRate@10", 0.6, false)]
    [InlineData("recall@64>=60%", "recall@64", 0.6, false)]
    public void Quality_is_bounded_from_below_absolutely_or_by_the_best(string text, string metric, double bound, bool ofBest)
    {
        QualityBound read = ObjectiveParser.Quality(text, out string problem).ShouldNotBeNull(problem);
        read.ShouldBe(new QualityBound(text, metric, bound, ofBest));
        read.Required(best: 0.5).ShouldBe(ofBest ? bound / 2 : bound);
    }

    [Theory]
    [InlineData("ndcg@64=0.9", "\"ndcg@64=0.9\" is no bound of quality: write a metric, >= and a value, for example ndcg@64>=0.9 or ndcg@64>=0.99*best.")]
    [InlineData(">=0.9", "\">=0.9\" is no bound of quality: write a metric, >= and a value, for example ndcg@64>=0.9 or ndcg@64>=0.99*best.")]
    [InlineData("ndcg@64>=1.5", "\"ndcg@64>=1.5\": \"1.5\" is not a value from 0 to 1 (0.9, 90%) nor a share of the best (0.99*best).")]
    [InlineData("ndcg@64>=best*0.9", "\"ndcg@64>=best*0.9\": \"best*0.9\" is not a value from 0 to 1 (0.9, 90%) nor a share of the best (0.99*best).")]
    [InlineData("ndcg@64>=-0.1", "\"ndcg@64>=-0.1\": \"-0.1\" is not a value from 0 to 1 (0.9, 90%) nor a share of the best (0.99*best).")]
    [InlineData("ndcg@64>=0.9 best", "\"ndcg@64>=0.9 best\": \"0.9 best\" is not a value from 0 to 1 (0.9, 90%) nor a share of the best (0.99*best).")]
    public void What_is_no_quality_is_said(string text, string expected)
    {
        ObjectiveParser.Quality(text, out string problem).ShouldBeNull();
        problem.ShouldBe(expected);
    }
}
