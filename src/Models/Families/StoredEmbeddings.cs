namespace RecPipe.Models.Families;

/// <summary>An embedding table in memory.</summary>
/// <param name="values">float32 [rows, width], row-major; not copied.</param>
/// <param name="width">Width of a row.</param>
public sealed class StoredEmbeddings(ReadOnlyMemory<float> values, int width)
{
    public int Rows => values.Length / width;

    /// <summary>Copies rows; fits <see cref="EmbeddingReader"/>.</summary>
    public void Read(long firstRow, Span<float> rows) =>
        values.Span.Slice(checked((int)(firstRow * width)), rows.Length).CopyTo(rows);
}
