namespace RecPipe.Models.Families;

/// <summary>
/// Copies rows of the combined embedding table: the tables one after another, in the order of the sparse features.
/// </summary>
/// <param name="firstRow">First row, counted through all tables.</param>
/// <param name="rows">float32 [n, embedding width], filled.</param>
public delegate void EmbeddingReader(long firstRow, Span<float> rows);
