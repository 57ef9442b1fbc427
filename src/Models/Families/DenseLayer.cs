namespace RecPipe.Models.Families;

/// <summary>A fully connected layer, y = x W + b.</summary>
/// <param name="Inputs">Width of x.</param>
/// <param name="Outputs">Width of y.</param>
/// <param name="Weight">W, float32 [inputs, outputs], row-major.</param>
/// <param name="Bias">b, float32 [outputs].</param>
public sealed record DenseLayer(int Inputs, int Outputs, float[] Weight, float[] Bias)
{
    /// <summary>A layer of zeros.</summary>
    public static DenseLayer Zero(int inputs, int outputs) => new(inputs, outputs, new float[inputs * outputs], new float[outputs]);

    /// <summary>Layers that join consecutive widths.</summary>
    public static IReadOnlyList<DenseLayer> Chain(params IReadOnlyList<int> widths) =>
        [.. Enumerable.Range(1, widths.Count - 1).Select(i => Zero(widths[i - 1], widths[i]))];

    /// <summary>x W + b, plainly in double precision.</summary>
    /// <param name="input">[inputs].</param>
    /// <returns>[outputs].</returns>
    internal double[] Apply(double[] input)
    {
        double[] output = Array.ConvertAll(Bias, b => (double)b);
        for (int i = 0; i < Inputs; i++)
        {
            for (int j = 0; j < Outputs; j++)
                output[j] += input[i] * Weight[i * Outputs + j];
        }
        return output;
    }
}
