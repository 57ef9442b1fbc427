namespace RecPipe.Planning.Performance;

/// <summary>What is known of a design without simulating it.</summary>
/// <param name="UnloadedSeconds">Mean latency of a query that meets no other: no percentile under load is below it by more than variation allows.</param>
/// <param name="Capacity">Queries/s at which the busiest stage's engines never rest.</param>
public readonly record struct PerformanceBounds(double UnloadedSeconds, double Capacity);
