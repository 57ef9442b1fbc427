namespace RecPipe.Ranking;

/// <summary>What a query knows besides its candidates: the same for each of them, so it travels once.</summary>
/// <param name="User">Who asks, as the model numbers users; null when nobody in particular does.</param>
/// <param name="Dense">float32 [query dense width]; empty when there are none.</param>
/// <param name="Sparse">int32 [query sparse width]; row numbers within each table; empty when there are none.</param>
public sealed record QueryContext(int? User = null, ReadOnlyMemory<float> Dense = default, ReadOnlyMemory<int> Sparse = default);
