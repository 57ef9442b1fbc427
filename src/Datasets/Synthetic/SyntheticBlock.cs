using RecPipe.Datasets.Criteo;

namespace RecPipe.Datasets.Synthetic;

/// <summary>A block of synthetic rows with the probabilities their labels were drawn with.</summary>
/// <param name="rows">Rows it can hold.</param>
public sealed class SyntheticBlock(int rows)
{
    /// <summary>Rows it holds now.</summary>
    public int Rows { get; internal set; } = rows;

    /// <summary>float32 [rows, 13]: log(x + 1), missing 0.</summary>
    public float[] Dense { get; } = new float[rows * CriteoSchema.DenseWidth];

    /// <summary>int32 [rows, 26].</summary>
    public int[] Sparse { get; } = new int[rows * CriteoSchema.SparseWidth];

    /// <summary>uint8 [rows].</summary>
    public byte[] Labels { get; } = new byte[rows];

    /// <summary>float32 [rows]: the planted model's click probability. Ranking by it is the best any model can do.</summary>
    public float[] ClickProbabilities { get; } = new float[rows];
}
