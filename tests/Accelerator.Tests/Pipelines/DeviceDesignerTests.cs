using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Pipelines;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Models.Families;

namespace RecPipe.Accelerator.Tests.Pipelines;

public class DeviceDesignerTests
{
    private static readonly RpAccel s_device = HardwareFile.LoadRpAccel(Repository.PathOf("configs", "hardware", "rpaccel-1.json"));
    private static readonly CacheHitRates s_half = new(0.5, 0.5, 0.5, 0.5);

    /// <summary>Without features the whole array serves one stage: the corrected model's own answer, scores sorted by the host.</summary>
    [Fact]
    public void A_plain_device_takes_what_the_timing_model_says()
    {
        DesignStage stage = Stage("rm-large", 4096, 64);
        double expected = new CorrectedModel(s_device, Corrections.All).Seconds(stage.Model, new StageWork(4096, 64) { Sort = SortPlace.Host });

        DeviceDesigner.Explore(s_device, [stage], DeviceFeatures.None).ShouldHaveSingleItem().LatencySeconds.ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void Shares_are_whole_blocks_and_no_more_than_there_are()
    {
        IReadOnlyList<DevicePerformance> layouts = DeviceDesigner.Explore(s_device, ThreeStages(), DeviceFeatures.All);

        // 16 blocks in three parts: 15 x 14 / 2 ways; five numbers of sub-batches.
        layouts.Count.ShouldBe(105 * 5);
        layouts.ShouldAllBe(layout => layout.Design.Blocks.Sum() == 16 && layout.Design.Blocks.All(blocks => blocks >= 1));
    }

    [Theory]
    [InlineData(DeviceFeatures.TopKUnits, DeviceFeatures.None)]
    [InlineData(DeviceFeatures.UnequalShares, DeviceFeatures.SubArrays)]
    [InlineData(DeviceFeatures.SubBatches, DeviceFeatures.TopKUnits)]
    public void A_layout_with_more_freedom_has_no_less_throughput(DeviceFeatures more, DeviceFeatures than)
    {
        double Throughput(DeviceFeatures features) => DeviceDesigner.Explore(s_device, ThreeStages(), features).Max(layout => layout.MaxThroughput);

        // 16 blocks in three equal parts leave one out, which unequal ones use; rounding apart, freedom cannot cost.
        Throughput(more | than).ShouldBeGreaterThanOrEqualTo(Throughput(than) * (1 - 1e-9));
    }

    [Fact]
    public void A_feature_without_what_it_needs_is_refused()
    {
        Should.Throw<ArgumentException>(() => DeviceDesigner.Explore(s_device, ThreeStages(), DeviceFeatures.UnequalShares));
        Should.Throw<ArgumentException>(() => DeviceDesigner.Explore(s_device, ThreeStages(), DeviceFeatures.SubBatches));
        Should.Throw<ArgumentException>(() => DeviceDesigner.Explore(s_device, [], DeviceFeatures.None));
    }

    /// <summary>Nearly idle, the median is a query alone; at 80 % the waiting of an M/D/1 queue more than doubles it at the 95th percentile.</summary>
    [Fact]
    public void Tails_are_those_of_a_queue()
    {
        DevicePerformance performance = DeviceDesigner.Explore(s_device, [Stage("rm-large", 4096, 64)], DeviceFeatures.TopKUnits)[0];

        double idle = performance.Tail(performance.MaxThroughput * 0.001, 0.5);
        idle.ShouldBe(performance.LatencySeconds, performance.LatencySeconds * 1e-6);
        performance.Tail(performance.MaxThroughput * 0.8, 0.95).ShouldBeGreaterThan(2 * idle);
        performance.Tail(performance.MaxThroughput, 0.95).ShouldBe(double.PositiveInfinity);
    }

    private static DesignStage[] ThreeStages() => [Stage("rm-small", 4096, 512), Stage("rm-med", 512, 128), Stage("rm-large", 128, 64)];

    private static DesignStage Stage(string model, int items, int keep) =>
        new(ModelShape.Of(DlrmConfig.Load(Repository.PathOf("configs", "models", $"{model}.json"))), items, keep, s_half);
}
