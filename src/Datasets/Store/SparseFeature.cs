namespace RecPipe.Datasets.Store;

/// <summary>A categorical column.</summary>
/// <param name="Name">For example "C1".</param>
/// <param name="TableRows">Rows its embedding table needs: every value is in [0, TableRows).</param>
/// <param name="MissingRow">The row of "no value", if the column has any such.</param>
/// <param name="OverflowRow">The row shared by values that found a capped vocabulary full, if there were any.</param>
public sealed record SparseFeature(string Name, int TableRows, int? MissingRow = null, int? OverflowRow = null);
