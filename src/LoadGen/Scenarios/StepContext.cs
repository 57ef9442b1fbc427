using RecPipe.Ranking;

namespace RecPipe.LoadGen.Scenarios;

/// <summary>One query to ask.</summary>
/// <param name="Query">Number of the query; measured queries count from 0, warm-up queries have negative numbers.</param>
/// <param name="Deadline">An answer after this is worth nothing.</param>
public readonly record struct StepContext(long Query, Deadline Deadline);
