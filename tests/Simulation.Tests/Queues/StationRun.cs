namespace RecPipe.Simulation.Tests.Queues;

/// <summary>What a run measured.</summary>
/// <param name="Wait">Mean seconds waited, a refused query counted as 0.</param>
/// <param name="Refused">Share of the arrivals.</param>
internal sealed record StationRun(Estimate Wait, Estimate Refused);
