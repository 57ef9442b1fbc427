namespace RecPipe.Ranking.Pipelines;

/// <summary>Where the features of a query's candidates come from.</summary>
public enum FeatureOrigin
{
    /// <summary>The workers' store, by candidate id; a query may still bring its own.</summary>
    Store,

    /// <summary>Every query brings them, so that workers need no store.</summary>
    Inline,
}
