using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Arrays;

/// <summary>All fully connected layers of a model on a systolic array.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Setup">The array and the batch.</param>
/// <param name="Layers">Bottom MLP first.</param>
/// <param name="Total">Their sum.</param>
public sealed record ArrayReport(string Model, ArraySetup Setup, IReadOnlyList<LayerReport> Layers, LayerReport Total)
{
    /// <param name="model">What ranks.</param>
    /// <param name="setup">The array and the batch.</param>
    /// <param name="concatenated">Top MLP as wide as the published timing model has it, instead of as the network has it.</param>
    public static ArrayReport Of(ModelShape model, ArraySetup setup, bool concatenated = false)
    {
        IReadOnlyList<LayerReport> layers =
        [
            .. Reports("MLP_Bot_", model.BottomMlp, setup),
            .. Reports("MLP_Top_", concatenated ? model.ConcatenatedTopMlp : model.TopMlp, setup),
        ];
        return new(model.Name, setup, layers, LayerReport.Total(layers));
    }

    private static IEnumerable<LayerReport> Reports(string prefix, IReadOnlyList<int> widths, ArraySetup setup) =>
        LayerShape.Between(widths).Select((layer, i) => LayerReport.Of($"{prefix}{i}", layer, setup));
}
