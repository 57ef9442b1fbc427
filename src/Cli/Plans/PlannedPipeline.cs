using RecPipe.Planning.Designs;
using RecPipe.Planning.Plans;
using RecPipe.Planning.Search;
using RecPipe.Ranking.Pipelines;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Cli.Plans;

/// <summary>A plan as a pipeline file: each stage has a worker of its own on loopback, with its own engines.</summary>
/// <param name="Config">The file.</param>
/// <param name="Stages">With the port of each one's gRPC; /health and /metrics have the next one.</param>
internal sealed record PlannedPipeline(PipelineConfig Config, IReadOnlyList<(DesignedStage Stage, int Port)> Stages)
{
    private const int FirstPort = 5201;
    private const double TailsToDeadline = 4;
    private static readonly TimeSpan s_leastDeadline = TimeSpan.FromMilliseconds(500), s_mostDeadline = TimeSpan.FromMinutes(1);

    public static PlannedPipeline Of(Plan plan, PlanResult result)
    {
        (DesignedStage Stage, int Port)[] stages = [.. plan.Design.Stages.Select((stage, i) => (stage, FirstPort + 2 * i))];
        Threshold? percentile = result.Objective.Latencies.FirstOrDefault(bound => bound.Metric != ThresholdMetric.Mean);
        return new(
            new()
            {
                Name = plan.Name,
                Deadline = Deadline(result.Recommended!.Point.Performance.P99.High),
                Objective = percentile is null ? null : new(Percentile(percentile.Metric), TimeSpan.FromSeconds(percentile.Bound)),
                Stages = [.. stages.Select(entry => new StageConfig { Model = entry.Stage.Model, Keep = entry.Stage.Keep, Workers = [$"http://127.0.0.1:{entry.Port}"] })],
            },
            stages);
    }

    /// <summary>Well beyond what is expected, in whole milliseconds.</summary>
    private static TimeSpan Deadline(double p99)
    {
        TimeSpan tails = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(TailsToDeadline * p99, s_mostDeadline.TotalSeconds) * 1000));
        return tails < s_leastDeadline ? s_leastDeadline : tails;
    }

    private static int Percentile(ThresholdMetric metric) => metric switch
    {
        ThresholdMetric.P50 => 50,
        ThresholdMetric.P95 => 95,
        _ => 99,
    };
}
