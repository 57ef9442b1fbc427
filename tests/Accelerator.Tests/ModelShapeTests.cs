using RecPipe.Accelerator.Shapes;
using RecPipe.Models.Families;

namespace RecPipe.Accelerator.Tests;

public class ModelShapeTests
{
    /// <summary>Widths as in the paper's configurations: 27 vectors of 32, 351 pairs.</summary>
    [Fact]
    public void A_large_model_has_the_published_widths()
    {
        ModelShape shape = ModelShape.Of(DlrmConfig.Load(Repository.PathOf("configs", "models", "rm-large.json")));

        shape.TopMlp.ShouldBe([383, 96, 1]);
        shape.ConcatenatedTopMlp.ShouldBe([864, 96, 1]);
        shape.InteractionMacs.ShouldBe(23_328);
        shape.LookupCount.ShouldBe(26);
        LayerShape.Between(shape.BottomMlp).Concat(LayerShape.Between(shape.TopMlp)).Sum(layer => layer.Macs).ShouldBe(217_600);
    }

    /// <summary>MACs as published where the published widths fit together; elsewhere the last layer is as wide as what the towers hand over.</summary>
    [Theory]
    [InlineData("neumf-1m-small", 2_209)]
    [InlineData("neumf-1m-medium", 583_729)]
    [InlineData("neumf-1m-large", 688_384 - 128 + 129)]
    [InlineData("neumf-20m-small", 34)]
    [InlineData("neumf-20m-medium", 182_369 - 65 + 17)]
    [InlineData("neumf-20m-large", 1_352_001 - 257 + 65)]
    public void The_films_models_have_the_published_macs(string name, long macs) =>
        (ModelShape.Of(ModelConfigs.Load(Repository.PathOf("configs", "models", name + ".json"))).WeightBytes / 4).ShouldBe(macs);

    [Fact]
    public void A_tower_that_is_absent_reads_nothing()
    {
        ModelShape.Of(new NeumfConfig { Name = "m", Family = "neumf", GmfDim = 8 }).Lookups.ShouldBe([new(8, 2)]);
        ModelShape both = ModelShape.Of(new NeumfConfig { Name = "m", Family = "neumf", GmfDim = 8, Mlp = [64, 32] });
        both.Lookups.ShouldBe([new(32, 2), new(8, 2)]);
        both.RowBytes.ShouldBe(4 * (2 * 32 + 2 * 8));
        both.TopMlp.ShouldBe([40, 1]);
    }
}
