using System.Runtime.CompilerServices;

namespace RecPipe.Accelerator.Caches;

/// <summary>
/// First in, first out: a hit changes nothing. No queue is needed: a row is there while fewer rows than the capacity were
/// inserted after it. Keeps 8 bytes a distinct row.
/// </summary>
public sealed class FifoCache : IEmbeddingCache
{
    /// <summary>Number of the insertion that brought a row, from 1; 0 for none.</summary>
    private long[] _insertion = new long[1024];
    private long _insertions;

    /// <param name="capacity">Rows it can hold; 0 holds none.</param>
    public FifoCache(long capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
    }

    /// <inheritdoc/>
    public long Capacity { get; }

    /// <inheritdoc/>
    public long Entries => Math.Min(_insertions, Capacity);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Access(int id)
    {
        if (id >= _insertion.Length)
            Array.Resize(ref _insertion, Math.Max(id + 1, 2 * _insertion.Length));
        ref long insertion = ref _insertion[id];
        if (insertion != 0 && _insertions - insertion < Capacity)
            return true;
        insertion = ++_insertions;
        return false;
    }
}
