using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Timing;

/// <summary>Weights of a model's fully connected layers, 4 bytes each; the published model knows no biases.</summary>
internal static class ModelWeights
{
    public static long Bytes(ModelShape model, IReadOnlyList<int> topWidths) => 4 * (Count(model.BottomMlp) + Count(topWidths));

    private static long Count(IReadOnlyList<int> widths)
    {
        long count = 0;
        for (int i = 1; i < widths.Count; i++)
            count += (long)widths[i - 1] * widths[i];
        return count;
    }
}
