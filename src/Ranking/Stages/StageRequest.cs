namespace RecPipe.Ranking.Stages;

/// <summary>One stage's work on one query.</summary>
/// <param name="Model">Name of the ranking model.</param>
/// <param name="Candidates">Candidate ids: rows of the feature store.</param>
/// <param name="Keep">Survivors to return, at least 1; more than there are candidates returns them all.</param>
/// <param name="Deadline">A request whose deadline has passed is not run.</param>
/// <param name="Features">The candidates' features in their order; null to read them from the store by id.</param>
/// <param name="Context">What the query knows besides its candidates; null when nothing.</param>
public readonly record struct StageRequest(
    string Model,
    ReadOnlyMemory<int> Candidates,
    int Keep,
    Deadline Deadline,
    InlineFeatures? Features = null,
    QueryContext? Context = null);
