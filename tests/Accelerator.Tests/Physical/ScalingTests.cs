using CsCheck;
using RecPipe.Accelerator.Physical;

namespace RecPipe.Accelerator.Tests.Physical;

public class ScalingTests
{
    /// <summary>By hand: 4 blocks of the 16, 256 lanes, 64 crossbars; 129 KB is 33 macros of 4 KB and one of 256 KB.</summary>
    [Fact]
    public void A_half_size_array_has_a_quarter_of_the_blocks_and_SRAM_whole_macros()
    {
        DesignSize size = new() { ArraySide = 64, ActivationSramBytes = 129 << 10, WeightSramBytes = 129 << 10, EmbeddingSramBytes = 0 };

        AcceleratorDesign.RpAccel(size).Blocks.Select(blocks => blocks.Count).ShouldBe([4, 256, 64, 256, 33, 1, 0]);
        AcceleratorDesign.Baseline(size).Blocks.Select(blocks => blocks.Count).ShouldBe([4, 64, 5, 1, 0]);
    }

    [Fact]
    public void Below_a_block_the_array_shrinks_with_its_elements()
    {
        AcceleratorDesign design = AcceleratorDesign.RpAccel(new() { ArraySide = 16 });

        design.Blocks[0].AreaUm2.ShouldBe(UnitCatalog.SplittableArray.AreaUm2 / 4);
        design.Blocks[1].Count.ShouldBe(16);
    }

    [Fact]
    public void Nothing_gets_smaller_when_anything_grows() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[0, 300], Gen.Long[0, 1 << 26], Gen.Long[0, 1 << 24]).Sample((side, wider, bytes, more) =>
        {
            DesignSize size = new() { ArraySide = side, WeightSramBytes = bytes };
            DesignSize larger = new() { ArraySide = side + wider, WeightSramBytes = bytes + more };

            AcceleratorDesign.RpAccel(larger).AreaUm2.ShouldBeGreaterThanOrEqualTo(AcceleratorDesign.RpAccel(size).AreaUm2);
            AcceleratorDesign.Baseline(larger).PowerMw.ShouldBeGreaterThanOrEqualTo(AcceleratorDesign.Baseline(size).PowerMw);
        });
}
