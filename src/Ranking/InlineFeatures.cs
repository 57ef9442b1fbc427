namespace RecPipe.Ranking;

/// <summary>Features that travel with a query instead of being read from a store by candidate id.</summary>
/// <param name="Dense">[candidates, dense width], row-major.</param>
/// <param name="Sparse">[candidates, sparse width], row-major; row numbers within each embedding table.</param>
public sealed record InlineFeatures(ReadOnlyMemory<float> Dense, ReadOnlyMemory<int> Sparse);
