using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace RecPipe.Training.Dlrm;

/// <summary>
/// One embedding table while it learns, by row-wise Adagrad: each row has one sum, of its gradients' squared norms. The gradients
/// of a batch that meet in one row are added up before the row moves.
/// </summary>
internal sealed class EmbeddingTable
{
    private readonly int _dim;
    private readonly TrainingOptions _options;
    private readonly float[] _values;
    private readonly float[] _squares;

    // A sparse set: row r is touched when _slots[r] < _count and _touched[_slots[r]] == r.
    private readonly int[] _slots;
    private readonly int[] _touched;
    private readonly float[] _gradients;
    private int _count;

    /// <param name="values">float32 [rows, dim]: where it starts; taken over.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="options">How it learns.</param>
    public EmbeddingTable(float[] values, int rows, TrainingOptions options)
    {
        _values = values;
        _dim = values.Length / rows;
        _options = options;
        _squares = new float[rows];
        Array.Fill(_squares, options.EmbeddingCaution);
        _slots = new int[rows];
        int most = Math.Min(rows, options.BatchSize);
        _touched = new int[most];
        _gradients = new float[most * _dim];
    }

    public int Rows => _squares.Length;

    /// <summary>[dim] of one row.</summary>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * _dim, _dim);

    /// <summary>[n, dim] from one row on.</summary>
    public ReadOnlySpan<float> From(int row, int rows) => _values.AsSpan(row * _dim, rows * _dim);

    /// <summary>Adds one example's gradient to what the next <see cref="Step"/> applies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, ReadOnlySpan<float> gradient)
    {
        int slot = _slots[row];
        if (slot < _count && _touched[slot] == row)
        {
            Span<float> sum = _gradients.AsSpan(slot * _dim, _dim);
            TensorPrimitives.Add(sum, gradient, sum);
            return;
        }
        _slots[row] = _count;
        _touched[_count] = row;
        gradient.CopyTo(_gradients.AsSpan(_count++ * _dim, _dim));
    }

    /// <summary>Moves every touched row and forgets the gradients.</summary>
    /// <param name="pace">Factor on the learning rate.</param>
    public void Step(float pace)
    {
        float rate = -pace * _options.EmbeddingLearningRate;
        for (int slot = 0; slot < _count; slot++)
        {
            int row = _touched[slot];
            Span<float> values = _values.AsSpan(row * _dim, _dim);
            Span<float> gradient = _gradients.AsSpan(slot * _dim, _dim);
            float square = _squares[row] += TensorPrimitives.SumOfSquares<float>(gradient);
            if (square > 0)
                TensorPrimitives.MultiplyAdd(gradient, rate / MathF.Sqrt(square), values, values);
        }
        _count = 0;
    }
}
