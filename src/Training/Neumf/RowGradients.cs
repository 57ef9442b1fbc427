using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace RecPipe.Training.Neumf;

/// <summary>The gradients of one batch, added up by the row they meet in.</summary>
/// <param name="rows">Rows there are.</param>
/// <param name="width">Width of a row.</param>
/// <param name="most">Most rows a batch touches.</param>
internal sealed class RowGradients(int rows, int width, int most)
{
    // A sparse set: row r is touched when _slots[r] < Count and _touched[_slots[r]] == r.
    private readonly int[] _slots = new int[rows];
    private readonly int[] _touched = new int[most];
    private readonly int[] _examples = new int[most];
    private readonly float[] _gradients = new float[most * width];

    /// <summary>Slots in use, one a touched row.</summary>
    public int Count { get; private set; }

    /// <summary>[width] of a slot.</summary>
    public ReadOnlySpan<float> this[int slot] => _gradients.AsSpan(slot * width, width);

    public int Row(int slot) => _touched[slot];

    public int Examples(int slot) => _examples[slot];

    /// <summary>[width] of a row; zeros when it was not touched.</summary>
    public ReadOnlySpan<float> Of(int row)
    {
        int slot = _touched.AsSpan(0, Count).IndexOf(row);
        return slot < 0 ? new float[width] : this[slot];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, ReadOnlySpan<float> direction, float scale, int examples)
    {
        int slot = _slots[row];
        if (slot < Count && _touched[slot] == row)
        {
            Span<float> sum = _gradients.AsSpan(slot * width, width);
            TensorPrimitives.MultiplyAdd(direction, scale, sum, sum);
            _examples[slot] += examples;
            return;
        }
        _slots[row] = slot = Count++;
        _touched[slot] = row;
        _examples[slot] = examples;
        TensorPrimitives.Multiply(direction, scale, _gradients.AsSpan(slot * width, width));
    }

    public void Clear() => Count = 0;
}
