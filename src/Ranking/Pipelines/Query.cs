namespace RecPipe.Ranking.Pipelines;

/// <summary>One user's request: candidates to rank.</summary>
/// <param name="Candidates">Candidate ids, at least one. Read until the query is answered, never changed.</param>
/// <param name="K">How many ranked candidates to return; 0 means as many as the last stage keeps.</param>
/// <param name="Features">The candidates' features in their order; null to read them from the workers' store by id.</param>
/// <param name="Context">What the query knows besides its candidates; null when nothing.</param>
public sealed record Query(ReadOnlyMemory<int> Candidates, int K = 0, InlineFeatures? Features = null, QueryContext? Context = null);
