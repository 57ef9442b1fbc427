using System.Buffers;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Pipelines;

/// <summary>The candidates still in the running between two stages, in rented memory.</summary>
internal sealed class Survivors(Query query) : IDisposable
{
    private int[]? _ids;
    private float[]? _dense;
    private int[]? _sparse;

    /// <summary>[survivors], best first after the first stage.</summary>
    public ReadOnlyMemory<int> Ids { get; private set; } = query.Candidates;

    /// <summary>[survivors]; empty before the first stage.</summary>
    public ReadOnlyMemory<float> Scores { get; private set; }

    /// <summary>Rows of <see cref="Ids"/>, in their order.</summary>
    public InlineFeatures? Features { get; private set; } = query.Features;

    /// <summary>Keeps what a stage kept.</summary>
    /// <param name="reply">Its positions are in the present <see cref="Ids"/>.</param>
    /// <param name="more">Whether another stage follows, which needs the features.</param>
    /// <param name="stillRead">Whether a call in the background may still read the present memory, which then cannot be reused.</param>
    public void Keep(StageReply reply, bool more, bool stillRead)
    {
        ReadOnlySpan<int> positions = reply.Positions.Span;
        int[] ids = Gather(Ids.Span, width: 1, positions);
        float[]? dense = null;
        int[]? sparse = null;
        InlineFeatures? features = null;
        if (more && Features is { } present)
        {
            int denseWidth = present.Dense.Length / Ids.Length, sparseWidth = present.Sparse.Length / Ids.Length;
            dense = Gather(present.Dense.Span, denseWidth, positions);
            sparse = Gather(present.Sparse.Span, sparseWidth, positions);
            features = new(dense.AsMemory(0, positions.Length * denseWidth), sparse.AsMemory(0, positions.Length * sparseWidth));
        }
        if (!stillRead)
            Dispose();
        (_ids, _dense, _sparse) = (ids, dense, sparse);
        (Ids, Scores, Features) = (ids.AsMemory(0, positions.Length), reply.Scores, features);
    }

    /// <summary>The memory of a stage that failed may still be read; leaves it to the garbage collector.</summary>
    public void Abandon() => (_ids, _dense, _sparse) = (null, null, null);

    public void Dispose()
    {
        Return(_ids);
        Return(_dense);
        Return(_sparse);
        Abandon();
    }

    private static T[] Gather<T>(ReadOnlySpan<T> rows, int width, ReadOnlySpan<int> positions)
    {
        T[] gathered = ArrayPool<T>.Shared.Rent(positions.Length * width);
        if (width == 1)
        {
            for (int i = 0; i < positions.Length; i++)
                gathered[i] = rows[positions[i]];
        }
        else
        {
            for (int i = 0; i < positions.Length; i++)
                rows.Slice(positions[i] * width, width).CopyTo(gathered.AsSpan(i * width));
        }
        return gathered;
    }

    private static void Return<T>(T[]? rented)
    {
        if (rented is not null)
            ArrayPool<T>.Shared.Return(rented);
    }
}
