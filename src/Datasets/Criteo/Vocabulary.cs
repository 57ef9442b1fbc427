namespace RecPipe.Datasets.Criteo;

/// <summary>
/// Numbers values in the order they are first seen. With a cap, the table's last row is the overflow row: values that are new
/// once the rows before it are taken share it.
/// </summary>
/// <param name="maxRows">Most rows of the table, at least 2; null for no cap.</param>
internal sealed class Vocabulary(int? maxRows) : ITableNumbering
{
    private const int PrefetchDistance = 12;
    private readonly int _capacity = maxRows is int rows ? rows - 1 : int.MaxValue;
    private readonly IdMap _ids = new();
    private bool _overflowed;

    public int TableRows => _ids.Count + (_overflowed ? 1 : 0);

    public int? MissingRow => _ids.Find(0) is >= 0 and int row ? row : null;

    public int? OverflowRow => _overflowed ? _capacity : null;

    public void Number(ReadOnlySpan<uint> keys, Span<int> ids, int stride)
    {
        for (int i = 0, at = 0; i < keys.Length; i++, at += stride)
        {
            if (i + PrefetchDistance < keys.Length)
                _ids.Prefetch(keys[i + PrefetchDistance]);
            ids[at] = _ids.Count < _capacity ? _ids.FindOrAdd(keys[i]) : FindInFull(keys[i]);
        }
    }

    private int FindInFull(uint key)
    {
        int id = _ids.Find(key);
        if (id >= 0)
            return id;
        _overflowed = true;
        return _capacity;
    }
}
