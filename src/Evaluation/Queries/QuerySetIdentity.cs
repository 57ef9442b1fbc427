namespace RecPipe.Evaluation.Queries;

/// <summary>What a set of queries is: two sets of the same identity hold the same queries, one perhaps more of them.</summary>
/// <param name="Data">Folder of the data, for messages.</param>
/// <param name="Checksums">Of the data's files: what scores depend on.</param>
/// <param name="Draw">How queries are drawn: protocol, seed, candidates a query.</param>
public sealed record QuerySetIdentity(string Data, string Checksums, string Draw);
