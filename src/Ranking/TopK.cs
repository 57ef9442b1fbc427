using System.Runtime.CompilerServices;

namespace RecPipe.Ranking;

/// <summary>Exact selection of the best scores. Order: score descending, then position ascending.</summary>
/// <remarks>
/// A bounded binary min-heap over 64-bit keys: the high half is the score mapped to an order-preserving
/// integer, the low half the complemented position, so one integer comparison applies the whole rule.
/// </remarks>
public static class TopK
{
    /// <summary>Writes the positions and scores of the best candidates, best first.</summary>
    /// <param name="scores">One score per candidate; infinities are ordered, -0 ties with +0.</param>
    /// <param name="positions">Receives positions in <paramref name="scores"/>; its length is how many to keep.</param>
    /// <param name="topScores">Receives their scores; as long as <paramref name="positions"/>.</param>
    /// <returns>How many were written: the smaller of keep and the number of scores.</returns>
    /// <exception cref="NotANumberScoreException">A score is NaN.</exception>
    public static int Select(ReadOnlySpan<float> scores, Span<int> positions, Span<float> topScores)
    {
        if (positions.Length != topScores.Length)
            throw new ArgumentException("positions and topScores must have the same length.", nameof(topScores));
        int keep = Math.Min(positions.Length, scores.Length);
        if (keep == 0)
            return 0;
        ulong[]? rented = keep > 1024 ? System.Buffers.ArrayPool<ulong>.Shared.Rent(keep) : null;
        Span<ulong> heap = rented is null ? stackalloc ulong[keep] : rented.AsSpan(0, keep);
        try
        {
            FillHeap(scores, heap);
            heap.Sort();
            for (int i = 0; i < keep; i++)
            {
                int position = PositionOf(heap[keep - 1 - i]);
                positions[i] = position;
                topScores[i] = scores[position];
            }
        }
        finally
        {
            if (rented is not null)
                System.Buffers.ArrayPool<ulong>.Shared.Return(rented);
        }
        return keep;
    }

    private static void FillHeap(ReadOnlySpan<float> scores, Span<ulong> heap)
    {
        for (int i = 0; i < heap.Length; i++)
            heap[i] = KeyOf(scores[i], i);
        for (int i = heap.Length / 2 - 1; i >= 0; i--)
            SiftDown(heap, i);
        for (int i = heap.Length; i < scores.Length; i++)
        {
            ulong key = KeyOf(scores[i], i);
            if (key > heap[0])
            {
                heap[0] = key;
                SiftDown(heap, 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(float score, int position)
    {
        if (float.IsNaN(score))
            NotANumberScoreException.Throw(position);
        uint bits = BitConverter.SingleToUInt32Bits(score + 0f); // -0 + 0 is +0: the two zeros tie
        uint ordered = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return ((ulong)ordered << 32) | ~(uint)position;
    }

    private static int PositionOf(ulong key) => (int)~(uint)key;

    private static void SiftDown(Span<ulong> heap, int root)
    {
        ulong key = heap[root];
        while (true)
        {
            int child = 2 * root + 1;
            if (child >= heap.Length)
                break;
            if (child + 1 < heap.Length && heap[child + 1] < heap[child])
                child++;
            if (heap[child] >= key)
                break;
            heap[root] = heap[child];
            root = child;
        }
        heap[root] = key;
    }
}
