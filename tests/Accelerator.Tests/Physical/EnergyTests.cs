using RecPipe.Accelerator.Physical;

namespace RecPipe.Accelerator.Tests.Physical;

public class EnergyTests
{
    private static readonly AcceleratorDesign s_design = AcceleratorDesign.RpAccel(new());

    [Fact]
    public void A_chip_whose_parts_work_all_the_time_takes_its_power()
    {
        const double Second = 1;
        Energy energy = EnergyModel.Of(s_design, new()
        {
            Elapsed = Second,
            Array = Second,
            Simd = Second,
            Filters = Second,
            ActivationSram = Second,
            WeightSram = Second,
            EmbeddingSram = Second,
        });

        energy.TotalJoules.ShouldBe(4.655232, 1e-12);
    }

    /// <summary>Leakage by hand: 16 x 1.9011 + 1024 x 0.00036048 + 256 x 0.00092385 + 1024 x 0.001646 = 32.7087 mW.</summary>
    [Fact]
    public void An_idle_chip_leaks()
    {
        Energy energy = EnergyModel.Of(s_design, new() { Elapsed = 2 });

        energy.DynamicJoules.Values.ShouldAllBe(joules => joules == 0);
        energy.TotalJoules.ShouldBe(2 * 0.0327087, 1e-6);
    }

    [Fact]
    public void Each_part_is_paid_for_its_own_time_and_share()
    {
        BusySeconds busy = new() { Elapsed = 2e-3, EmbeddingSram = 1e-3, Filters = 5e-4 };

        Energy energy = EnergyModel.Of(s_design, busy, share: 0.25);

        energy.DynamicJoules[DesignPart.EmbeddingSram].ShouldBe(0.25 * 1e-3 * 0.5376, 1e-12);
        energy.DynamicJoules[DesignPart.Filters].ShouldBe(0.25 * 5e-4 * (0.202752 - 1024 * 0.001646e-3), 1e-12);
        energy.DynamicJoules[DesignPart.Array].ShouldBe(0);
    }

    [Fact]
    public void A_part_cannot_work_longer_than_it_takes() =>
        Should.Throw<ArgumentOutOfRangeException>(() => EnergyModel.Of(s_design, new() { Elapsed = 1, Array = 1.5 })).Message.ShouldContain("Array");
}
