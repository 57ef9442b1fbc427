namespace RecPipe.Simulation.Pipelines;

/// <summary>What happened at one stage.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Utilisation">Share of time its engines were at work, 0 to 1.</param>
/// <param name="MeanWait">Mean seconds in a queue, of the jobs an engine took.</param>
/// <param name="MeanQueue">Mean number of jobs that wait.</param>
/// <param name="Refused">Jobs refused because the queue was full.</param>
/// <param name="Hedged">Jobs sent because an earlier one had not answered in time.</param>
public sealed record StageStatistics(string Name, double Utilisation, double MeanWait, double MeanQueue, long Refused, long Hedged);
