namespace RecPipe.Accelerator.Shapes;

/// <summary>A fully connected layer.</summary>
/// <param name="Inputs">Width in.</param>
/// <param name="Outputs">Width out.</param>
public readonly record struct LayerShape(int Inputs, int Outputs)
{
    /// <summary>Multiply-accumulates an item; also the number of weights.</summary>
    public long Macs => (long)Inputs * Outputs;

    /// <summary>The layers between consecutive widths, for example [13, 64, 4] gives 13 to 64 and 64 to 4.</summary>
    public static IReadOnlyList<LayerShape> Between(IReadOnlyList<int> widths) =>
        [.. widths.Skip(1).Select((output, i) => new LayerShape(widths[i], output))];
}
