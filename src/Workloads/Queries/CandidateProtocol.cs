namespace RecPipe.Workloads.Queries;

/// <summary>How the candidates of a held-out interaction are drawn: the held-out item and some negatives.</summary>
/// <param name="Negatives">Negatives a query, at least 1; candidates are one more.</param>
/// <param name="Rule">Which items are negatives.</param>
/// <param name="Seed">Of the negatives and of the held-out item's place among them.</param>
public sealed record CandidateProtocol(int Negatives, NegativeRule Rule, ulong Seed = 1)
{
    public int Candidates => Negatives + 1;

    /// <summary>1 + 99, the evaluation of He et al., "Neural Collaborative Filtering", 2017.</summary>
    public static CandidateProtocol Ncf(ulong seed = 1) => new(99, NegativeRule.NotTrained, seed);

    /// <summary>1000 candidates, as RecPipe (Gupta et al., MICRO 2021) ranks for MovieLens 1M.</summary>
    public static CandidateProtocol MovieLens1M(ulong seed = 1) => new(999, NegativeRule.NotTaken, seed);

    /// <summary>4000 candidates, as RecPipe ranks for MovieLens 20M.</summary>
    public static CandidateProtocol MovieLens20M(ulong seed = 1) => new(3999, NegativeRule.NotTaken, seed);

    /// <summary>One held-out item among so many candidates, all distinct.</summary>
    public static CandidateProtocol Of(int candidates, ulong seed = 1) => new(candidates - 1, NegativeRule.NotTaken, seed);
}
