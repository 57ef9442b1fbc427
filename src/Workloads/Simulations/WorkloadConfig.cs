using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Workloads.Simulations;

/// <summary>A workload as its user writes it (configs/workloads/*.json): what is asked, how often, in which order.</summary>
public sealed record WorkloadConfig
{
    public required string Name { get; init; }

    public ArrivalConfig Arrivals { get; init; } = new();

    /// <summary>Phases, run one after the other. At least one.</summary>
    public required IReadOnlyList<LoadSimulation> Load { get; init; }

    /// <summary>Runs the first phase's load for this long before it, not measured. 0 for none.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Seed of the arrivals; apart from <see cref="QuerySeed"/> so that either can change alone.</summary>
    public ulong ScheduleSeed { get; init; } = 1;

    /// <summary>Seed of the queries' candidates.</summary>
    public ulong QuerySeed { get; init; } = 1;

    /// <summary>Candidates a query, at least 1.</summary>
    public int Candidates { get; init; } = 4096;

    /// <summary>A query that has no answer this long after it was sent has failed: over 0, at most 10 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Arrivals that find this many queries in flight are not sent but counted as errors ("Overflow"). At least 1.</summary>
    public int MaxInFlight { get; init; } = 4096;

    /// <summary>Length of all phases, without the warm-up.</summary>
    public TimeSpan Duration() => Load.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.During);

    /// <summary>Reads and validates a workload; a trace's path is taken from the workload file's folder.</summary>
    /// <exception cref="ConfigException">Lists everything that is wrong.</exception>
    public static WorkloadConfig Read(string path)
    {
        WorkloadConfig workload = ConfigFile.Load<WorkloadConfig>(path);
        if (workload.Arrivals.Trace is string trace)
        {
            string folder = Path.GetDirectoryName(path) ?? "";
            workload = workload with { Arrivals = workload.Arrivals with { Trace = Path.Combine(folder, trace) } };
        }
        ConfigException.ThrowIfAny(WorkloadValidator.Validate(workload, path));
        return workload;
    }
}
