using RecPipe.Models.Families;

namespace RecPipe.Models.Weights;

/// <summary>The two tensors of a fully connected layer.</summary>
/// <param name="Weight">Its matrix.</param>
/// <param name="Bias">[outputs].</param>
/// <param name="Inputs">Width in.</param>
/// <param name="Outputs">Width out.</param>
/// <param name="OutputsFirst">Whether the matrix is [outputs, inputs].</param>
internal sealed record LayerTensors(WeightTensor Weight, WeightTensor Bias, int Inputs, int Outputs, bool OutputsFirst)
{
    /// <summary>The layer as this code base has it, [inputs, outputs].</summary>
    public DenseLayer Read()
    {
        float[] weight = Weight.ToArray();
        if (OutputsFirst)
        {
            float[] transposed = new float[weight.Length];
            for (int o = 0; o < Outputs; o++)
            {
                for (int i = 0; i < Inputs; i++)
                    transposed[i * Outputs + o] = weight[o * Inputs + i];
            }
            weight = transposed;
        }
        return new(Inputs, Outputs, weight, Bias.ToArray());
    }
}
