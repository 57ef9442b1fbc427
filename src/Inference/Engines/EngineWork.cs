namespace RecPipe.Inference.Engines;

/// <summary>What an engine takes from the queue: one part of one query.</summary>
/// <param name="Job">The query.</param>
/// <param name="Part">0 for a query that is not split.</param>
internal readonly record struct EngineWork(RankJob Job, int Part);
