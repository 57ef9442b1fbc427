using CsCheck;
using RecPipe.Accelerator.Pipelines;

namespace RecPipe.Accelerator.Tests.Pipelines;

public class DeviceScheduleTests
{
    private const double Exact = 1e-9;

    private static readonly Gen<SubBatchCost> s_work = Gen.Int[0, 50].Array[7].Select(times =>
        new SubBatchCost(times[0], times[1], times[2], times[3], times[4] + 1, times[5], times[6]));

    /// <summary>Compute only, own arrays: a flow shop of m equal jobs takes the sum of its machines and m - 1 times the slowest.</summary>
    [Fact]
    public void Sub_batches_take_the_sum_and_the_slowest_stage_again_for_each() =>
        Gen.Select(Gen.Int[1, 50].Array[1, 4], Gen.Int[1, 8]).Sample((times, subBatches) =>
        {
            SubBatchCost[] stages = [.. times.Select(time => Compute(time))];

            double latency = new DeviceSchedule(stages, sharedArray: false, subBatches, prefetch: false).Run(0);

            latency.ShouldBe(times.Sum() + (subBatches - 1) * times.Max(), Exact);
        });

    /// <summary>The slowest stage when each has an array, all together when they share one.</summary>
    [Fact]
    public void Queries_follow_each_other_at_the_pace_of_the_bottleneck() =>
        Gen.Int[1, 50].Array[1, 4].Sample(times =>
        {
            SubBatchCost[] stages = [.. times.Select(time => Compute(time))];

            DeviceSchedule.Interval(() => new(stages, sharedArray: false, 1, prefetch: false)).ShouldBe(times.Max(), Exact);
            DeviceSchedule.Interval(() => new(stages, sharedArray: true, 1, prefetch: false)).ShouldBe(times.Sum(), Exact);
        });

    /// <summary>Lindley's recursion for a single server.</summary>
    [Fact]
    public void Queries_of_one_stage_queue_as_at_a_single_server() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 40].Array[1, 60]).Sample((service, gaps) =>
        {
            DeviceSchedule schedule = new([Compute(service)], sharedArray: true, 1, prefetch: false);
            double arrival = 0, free = 0;
            foreach (int gap in gaps)
            {
                arrival += gap;
                free = Math.Max(arrival, free) + service;
                schedule.Run(arrival).ShouldBe(free, Exact);
            }
        });

    [Fact]
    public void An_idle_device_takes_as_long_as_its_stages_alone() =>
        Gen.Select(s_work.Array[1, 3], Gen.Bool, Gen.Bool).Sample((stages, shared, prefetch) =>
        {
            double latency = new DeviceSchedule(stages, shared, 1, prefetch).Run(7) - 7;

            latency.ShouldBe(stages.Sum(stage => stage.Alone), Exact);
        });

    /// <summary>No resource does two things at a time, so no order of work can beat the busiest one.</summary>
    [Fact]
    public void Nothing_is_faster_than_its_busiest_resource() =>
        Gen.Select(s_work.Array[1, 3], Gen.Int[1, 5], Gen.Bool, Gen.Bool).Sample((stages, subBatches, shared, prefetch) =>
        {
            double interval = DeviceSchedule.Interval(() => new(stages, shared, subBatches, prefetch));
            double array = shared ? stages.Sum(stage => stage.Bottom + stage.Top) : stages.Max(stage => stage.Bottom + stage.Top);

            // The last queries may finish their tail after the measured span began: a query's worth of slack.
            double port = shared ? stages.Sum(stage => stage.Cached) : stages.Max(stage => stage.Cached);
            double link = Math.Max(stages.Sum(stage => stage.Input), stages.Sum(stage => stage.Output));
            double bound = subBatches * Math.Max(Math.Max(array, port), Math.Max(link, stages.Sum(stage => stage.Gather)));
            interval.ShouldBeGreaterThan(bound * (1 - 0.1));
        });

    private static SubBatchCost Compute(double seconds) => new(0, 0, 0, 0, seconds, 0, 0);
}
