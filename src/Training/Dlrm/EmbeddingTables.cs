using RecPipe.Models.Families;

namespace RecPipe.Training.Dlrm;

/// <summary>All embedding tables of a model.</summary>
internal sealed class EmbeddingTables
{
    private readonly EmbeddingTable[] _tables;
    private readonly int[] _offsets;
    private readonly int _dim;

    public EmbeddingTables(IReadOnlyList<int> tableRows, int dim, EmbeddingReader start, TrainingOptions options)
    {
        _dim = dim;
        _offsets = TableOffsets.Of(tableRows);
        _tables = new EmbeddingTable[tableRows.Count];
        Parallel.For(0, _tables.Length, i =>
        {
            float[] values = GC.AllocateUninitializedArray<float>(checked(tableRows[i] * dim));
            start(_offsets[i], values);
            _tables[i] = new EmbeddingTable(values, tableRows[i], options);
        });
    }

    public int Count => _tables.Length;

    public EmbeddingTable this[int table] => _tables[table];

    /// <summary>Copies the embeddings of examples.</summary>
    /// <param name="sparse">[n, tables].</param>
    /// <param name="embedded">[n, tables, dim].</param>
    public void Gather(ReadOnlySpan<int> sparse, Span<float> embedded)
    {
        for (int i = 0; i < sparse.Length;)
        {
            foreach (EmbeddingTable table in _tables)
            {
                table[sparse[i]].CopyTo(embedded.Slice(i * _dim, _dim));
                i++;
            }
        }
    }

    /// <summary>Reads the combined table; fits <see cref="EmbeddingReader"/>.</summary>
    public void Read(long firstRow, Span<float> rows)
    {
        int row = (int)firstRow;
        int table = Array.BinarySearch(_offsets, row);
        table = table < 0 ? ~table - 1 : table;
        while (rows.Length > 0)
        {
            int count = Math.Min(rows.Length / _dim, _offsets[table + 1] - row);
            _tables[table].From(row - _offsets[table], count).CopyTo(rows);
            rows = rows[(count * _dim)..];
            row += count;
            table++;
        }
    }
}
