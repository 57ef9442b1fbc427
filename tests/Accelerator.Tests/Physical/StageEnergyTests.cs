using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Physical;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Models.Families;

namespace RecPipe.Accelerator.Tests.Physical;

public class StageEnergyTests
{
    /// <summary>Published unit powers (16 blocks of 171 mW, 1024 accumulators of 0.14, 256 crossbars of 0.32) times the array's busy time.</summary>
    [Fact]
    public void The_array_takes_its_published_power_while_it_works()
    {
        RpAccel hardware = HardwareFile.LoadRpAccel(Repository.PathOf("configs", "hardware", "rpaccel-1.json"));
        ModelShape model = ModelShape.Of(DlrmConfig.Load(Repository.PathOf("configs", "models", "rm-large.json")));
        TimeBreakdown time = new CorrectedModel(hardware, Corrections.All).Breakdown(model, new StageWork(4096, 64));
        double busy = (time.Cycles.BottomMlp + time.Cycles.Interaction + time.Cycles.TopMlp) / 125e6;

        Energy energy = StageEnergy.Of(hardware, time, SortPlace.Device);

        double whole = energy.DynamicJoules[DesignPart.Array] + energy.DynamicJoules[DesignPart.Simd] + energy.DynamicJoules[DesignPart.Crossbars];
        // Leakage, counted apart, is under 2 % of these parts' power.
        whole.ShouldBe(busy * (16 * 171 + 1024 * 0.14 + 256 * 0.32) * 1e-3, tolerance: whole * 0.02);
        energy.TotalJoules.ShouldBeLessThan(4.656 * time.LatencySeconds, "The whole published design, always on.");
    }

    /// <summary>The same operations in less time: only leakage has less of it.</summary>
    [Fact]
    public void A_faster_clock_saves_no_energy_an_operation()
    {
        RpAccel slow = HardwareFile.LoadRpAccel(Repository.PathOf("configs", "hardware", "rpaccel-1.json"));
        ModelShape model = ModelShape.Of(DlrmConfig.Load(Repository.PathOf("configs", "models", "rm-large.json")));
        double Dynamic(RpAccel hardware) => StageEnergy.Of(
            hardware, new CorrectedModel(hardware, Corrections.All).Breakdown(model, new StageWork(4096, 64)), SortPlace.Device).DynamicJoules.Values.Sum();

        Dynamic(slow with { FrequencyHz = 1e9 }).ShouldBe(Dynamic(slow), Dynamic(slow) * 1e-9);
    }

    [Fact]
    public void A_host_that_sorts_leaves_the_filters_idle()
    {
        RpAccel hardware = HardwareFile.LoadRpAccel(Repository.PathOf("configs", "hardware", "rpaccel-4.json"));
        ModelShape model = ModelShape.Of(DlrmConfig.Load(Repository.PathOf("configs", "models", "rm-small.json")));
        TimeBreakdown time = new CorrectedModel(hardware, Corrections.All).Breakdown(model, new StageWork(512, 64) { Sort = SortPlace.Host });

        StageEnergy.Of(hardware, time, SortPlace.Host).DynamicJoules[DesignPart.Filters].ShouldBe(0);
    }
}
