namespace RecPipe.LoadGen.Scenarios;

/// <summary>How good a ranked list is.</summary>
/// <param name="Ndcg">NDCG@k, the ideal taken over the query's candidates.</param>
/// <param name="HitRate">1 when a relevant candidate is among the first k, otherwise 0.</param>
public readonly record struct ListQuality(double Ndcg, double HitRate);
