namespace RecPipe.LoadGen.Reports;

/// <summary>Ranking quality over a run.</summary>
/// <param name="K">Length of the list that is judged.</param>
/// <param name="Ndcg">Mean NDCG@k over the queries where it is defined (at least one candidate is relevant).</param>
/// <param name="HitRate">Share of those queries with a relevant candidate among the first k.</param>
/// <param name="Queries">How many those are.</param>
public sealed record QualitySummary(int K, double Ndcg, double HitRate, long Queries);
