using RecPipe.Ranking.Randomness;
namespace RecPipe.Datasets.Criteo;

/// <summary>Row 0 is "no value"; other values are hashed to the rest. Needs no memory; values may share a row.</summary>
/// <param name="rows">Rows of the table, at least 2.</param>
internal sealed class HashedNumbering(int rows) : ITableNumbering
{
    private bool _missing;

    public int TableRows => rows;

    public int? MissingRow => _missing ? 0 : null;

    public int? OverflowRow => null;

    public void Number(ReadOnlySpan<uint> keys, Span<int> ids, int stride)
    {
        uint range = (uint)rows - 1;
        for (int i = 0, at = 0; i < keys.Length; i++, at += stride)
        {
            ids[at] = keys[i] == 0 ? 0 : 1 + (int)(((SplitMix64.Mix(keys[i]) >> 32) * range) >> 32);
            _missing |= keys[i] == 0;
        }
    }
}
