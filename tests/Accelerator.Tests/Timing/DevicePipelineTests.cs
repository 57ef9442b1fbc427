using RecPipe.Accelerator.Timing;

namespace RecPipe.Accelerator.Tests.Timing;

public class DevicePipelineTests
{
    private static readonly TimingOptions s_parity = new() { Mode = TimingMode.Parity };

    /// <summary>
    /// Logs of figures 12 and 13. Those with 6140 items come from integer divisions of Python 2. Fifteen more, of one design, are a
    /// last bit below the sum of their two stages: what they hold is an interpolated percentile of equal numbers.
    /// </summary>
    [Fact]
    public void Published_logs_agree_to_the_last_bit_but_for_their_integer_divisions_and_one_rounding()
    {
        int exact = 0;
        int rounded = 0;
        int divided = 0;
        foreach (Dictionary<string, string> row in Published.Rows("logs", "accel_experiments.csv"))
        {
            DeviceStage[] stages = [.. Enumerable.Range(1, row.Whole("num_stages")).Select(i => new DeviceStage(
                Published.Accelerator(row[$"size_stage{i}"]), Published.Model(row[$"model_stage{i}"]), row.Whole($"items_stage{i}"), 64))];
            double modelled = DevicePipeline.Time(stages, s_parity, DevicePlacement.Slices).LatencySeconds;
            double logged = row.Number("infer_p95_s");
            exact += modelled == logged ? 1 : 0;
            rounded += modelled == Math.BitIncrement(logged) ? 1 : 0;
            divided += modelled != logged && stages[0].Items == 6140 && Math.Abs(modelled / logged - 1) <= 3.6e-6 ? 1 : 0;
        }
        (exact, rounded, divided).ShouldBe((584, 15, 48));
    }

    [Fact]
    public void Stages_on_one_device_pay_pcie_once()
    {
        DevicePipeline apart = Two(new TimingOptions(), DevicePlacement.Separate);
        DevicePipeline together = Two(new TimingOptions(), DevicePlacement.Slices);

        together.Stages.Select(stage => stage.Cycles.InputPcie).ShouldBe([apart.Stages[0].Cycles.InputPcie, 0]);
        together.Stages.Select(stage => stage.Cycles.OutputPcie).ShouldBe([0, apart.Stages[1].Cycles.OutputPcie]);
        Two(new TimingOptions { Corrections = Corrections.All & ~Corrections.PcieOnce }, DevicePlacement.Slices).LatencySeconds.ShouldBe(apart.LatencySeconds);
    }

    [Fact]
    public void Stages_on_one_unit_share_its_weight_memory()
    {
        Two(new TimingOptions(), DevicePlacement.OneUnit).LatencySeconds.ShouldBe(Two(new TimingOptions(), DevicePlacement.Slices).LatencySeconds);

        DeviceStage[] tight = [.. Stages().Select(stage => stage with { Hardware = stage.Hardware with { WeightSramBytes = 900_000 } })];
        DevicePipeline.Time(tight, new TimingOptions(), DevicePlacement.Slices).Stages[1].TopLayers[0].Cycles.WeightLoad.ShouldBe(0);
        DevicePipeline.Time(tight, new TimingOptions(), DevicePlacement.OneUnit).Stages[1].TopLayers[0].Cycles.WeightLoad.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Survivors_are_sent_unless_that_is_left_out()
    {
        TimingOptions published = new() { Corrections = Corrections.All & ~Corrections.TopN };

        Two(published, DevicePlacement.Slices).LatencySeconds.ShouldBeLessThan(Two(new TimingOptions(), DevicePlacement.Slices).LatencySeconds);
        new RpAccelTimes(Published.Accelerator("1"), s_parity).Work(4096, 64).TopN.ShouldBe(0);
    }

    [Fact]
    public void A_stage_keeps_its_unit_for_its_whole_latency() =>
        new RpAccelTimes(Published.Accelerator("1"), s_parity).ServiceSeconds(Published.Model("rm-large"), 4096, 64).ShouldBe(0.0020907438257427215);

    private static DevicePipeline Two(TimingOptions options, DevicePlacement placement) => DevicePipeline.Time(Stages(), options, placement);

    private static DeviceStage[] Stages() =>
    [
        new(Published.Accelerator("1"), Published.Model("rm-small"), 4096, 512),
        new(Published.Accelerator("1"), Published.Model("rm-large"), 512, 64),
    ];
}
