using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Synthetic;

namespace RecPipe.Datasets.Tests.Synthetic;

/// <summary>A few hundred thousand synthetic rows, made once for all tests of their statistics.</summary>
public sealed class SyntheticRows
{
    private readonly SyntheticBlock[] _blocks;

    public SyntheticRows()
    {
        SyntheticCriteo synthetic = new(new() { Rows = 40 * SyntheticCriteo.BlockRows });
        _blocks = [.. Enumerable.Range(0, synthetic.Blocks).AsParallel().AsOrdered().Select(index => Make(synthetic, index))];
    }

    public int Count => _blocks.Length * SyntheticCriteo.BlockRows;

    public byte[] Labels => [.. _blocks.SelectMany(block => block.Labels)];

    public float[] ClickProbabilities => [.. _blocks.SelectMany(block => block.ClickProbabilities)];

    public int[] Table(int column) =>
        [.. _blocks.SelectMany(block => Enumerable.Range(0, block.Rows).Select(row => block.Sparse[row * CriteoSchema.SparseWidth + column]))];

    public float[] Feature(int column) =>
        [.. _blocks.SelectMany(block => Enumerable.Range(0, block.Rows).Select(row => block.Dense[row * CriteoSchema.DenseWidth + column]))];

    private static SyntheticBlock Make(SyntheticCriteo synthetic, int index)
    {
        SyntheticBlock block = new(SyntheticCriteo.BlockRows);
        synthetic.Fill(index, block);
        return block;
    }
}
