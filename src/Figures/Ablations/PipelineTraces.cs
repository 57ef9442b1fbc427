using RecPipe.Accelerator.Caches;
using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Synthetic;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Figures.Ablations;

/// <summary>Which embedding rows the stages of a pipeline read: queries of consecutive rows of a Criteo-like log, all 26 tables.</summary>
public sealed class PipelineTraces
{
    private readonly int[] _sparse;
    private readonly int _candidates;
    private readonly ulong _seed;

    /// <param name="queries">Queries, at least 1.</param>
    /// <param name="candidates">Candidates a query, at least 1.</param>
    /// <param name="seed">Of the rows and of who survives.</param>
    public PipelineTraces(int queries, int candidates, ulong seed)
    {
        _candidates = candidates;
        _seed = seed;
        _sparse = new int[queries * candidates * CriteoSchema.SparseWidth];
        SyntheticCriteo log = new(new SyntheticCriteoOptions { Rows = queries * candidates, Seed = seed });
        SyntheticBlock block = new(SyntheticCriteo.BlockRows);
        for (int i = 0; i < log.Blocks; i++)
        {
            log.Fill(i, block);
            block.Sparse.AsSpan(0, block.Rows * CriteoSchema.SparseWidth).CopyTo(_sparse.AsSpan(i * SyntheticCriteo.BlockRows * CriteoSchema.SparseWidth));
        }
    }

    /// <summary>The accesses of a stage that this many candidates of each query reach, drawn at random and in their order.</summary>
    public AccessTrace Of(int items)
    {
        Xoshiro256 random = new(_seed, (ulong)items);
        int queries = _sparse.Length / (_candidates * CriteoSchema.SparseWidth);
        ulong[] keys = new ulong[queries * items * CriteoSchema.SparseWidth];
        int key = 0;
        for (int row = 0, left = 0, needed = 0; row < queries * _candidates; row++, left--)
        {
            if (left == 0)
                (left, needed) = (_candidates, items);
            if (random.NextBelow((uint)left) >= needed)
                continue;
            needed--;
            for (int table = 0; table < CriteoSchema.SparseWidth; table++)
                keys[key++] = CacheKey.Of(table, _sparse[row * CriteoSchema.SparseWidth + table]);
        }
        return AccessTrace.Of(keys, CriteoSchema.SparseWidth);
    }
}
