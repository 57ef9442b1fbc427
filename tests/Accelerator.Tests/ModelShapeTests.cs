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
}
