namespace RecPipe.Models.Families;

/// <summary>
/// The first top layer of a dot interaction as a matrix over the whole square of products Z = T Tᵀ, [count * count,
/// outputs]: Z is symmetric, so a pair's weight may stand below the diagonal, or half of it on either side.
/// </summary>
public static class PairMatrix
{
    /// <summary>Each pair's weight below the diagonal, zero elsewhere.</summary>
    /// <param name="layer">Takes the dense vector, then the pairs i = 1.., j = 0..i-1.</param>
    /// <param name="count">Vectors.</param>
    /// <param name="dim">Width of a vector.</param>
    public static float[] Lower(DenseLayer layer, int count, int dim)
    {
        float[] square = new float[count * count * layer.Outputs];
        foreach ((int source, int below, _) in Pairs(count))
            Row(layer.Weight, dim + source, layer.Outputs).CopyTo(Row(square, below, layer.Outputs));
        return square;
    }

    /// <summary>Half of each pair's weight on either side of the diagonal.</summary>
    public static float[] Symmetric(DenseLayer layer, int count, int dim)
    {
        float[] square = new float[count * count * layer.Outputs];
        foreach ((int source, int below, int above) in Pairs(count))
        {
            for (int k = 0; k < layer.Outputs; k++)
                Row(square, below, layer.Outputs)[k] = Row(square, above, layer.Outputs)[k] = Row(layer.Weight, dim + source, layer.Outputs)[k] / 2;
        }
        return square;
    }

    /// <summary>The layer of any square whose diagonal is zero.</summary>
    /// <param name="square">[count * count, outputs].</param>
    /// <param name="dense">The layer's weights for the dense vector, [dim, outputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="count">Vectors.</param>
    public static DenseLayer ToLayer(ReadOnlySpan<float> square, ReadOnlySpan<float> dense, ReadOnlySpan<float> bias, int count)
    {
        int outputs = bias.Length, dim = dense.Length / outputs;
        DenseLayer layer = DenseLayer.Zero(dim + count * (count - 1) / 2, outputs);
        dense.CopyTo(layer.Weight);
        bias.CopyTo(layer.Bias);
        foreach ((int target, int below, int above) in Pairs(count))
        {
            for (int k = 0; k < outputs; k++)
                layer.Weight[(dim + target) * outputs + k] = square[below * outputs + k] + square[above * outputs + k];
        }
        return layer;
    }

    /// <summary>Number of each pair, and its two places in the square.</summary>
    private static IEnumerable<(int Pair, int Below, int Above)> Pairs(int count)
    {
        int pair = 0;
        for (int i = 1; i < count; i++)
        {
            for (int j = 0; j < i; j++)
                yield return (pair++, i * count + j, j * count + i);
        }
    }

    private static Span<float> Row(float[] matrix, int row, int width) => matrix.AsSpan(row * width, width);
}
