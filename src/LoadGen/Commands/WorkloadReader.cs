using System.CommandLine;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Commands;

/// <summary>Puts the workload together from its file and the options that override it.</summary>
internal static class WorkloadReader
{
    private static readonly TimeSpan s_defaultDuration = TimeSpan.FromSeconds(30);

    /// <exception cref="ConfigException">Lists everything that is wrong.</exception>
    public static WorkloadConfig Read(LoadOptions options, ParseResult parsed)
    {
        WorkloadConfig workload = parsed.GetValue(options.Workload) is FileInfo file
            ? WorkloadConfig.Read(file.FullName)
            : new WorkloadConfig { Name = "command line", Load = [] };
        workload = workload with
        {
            Arrivals = Arrivals(workload.Arrivals, options, parsed),
            Load = Load(workload.Load, options, parsed),
            WarmUp = parsed.GetValue(options.WarmUp) ?? workload.WarmUp,
            ScheduleSeed = parsed.GetValue(options.Seed) ?? workload.ScheduleSeed,
            QuerySeed = parsed.GetValue(options.QuerySeed) ?? workload.QuerySeed,
            Candidates = parsed.GetValue(options.Candidates) ?? workload.Candidates,
            Deadline = parsed.GetValue(options.Deadline) ?? workload.Deadline,
            MaxInFlight = parsed.GetValue(options.MaxInFlight) ?? workload.MaxInFlight,
        };
        ConfigException.ThrowIfAny(WorkloadValidator.Validate(workload, parsed.GetValue(options.Workload)?.FullName ?? "recpipe load"));
        return workload;
    }

    private static ArrivalConfig Arrivals(ArrivalConfig arrivals, LoadOptions options, ParseResult parsed)
    {
        ArrivalKind process = parsed.GetValue(options.Arrivals) ?? arrivals.Process;
        string? trace = parsed.GetValue(options.Trace)?.FullName ?? arrivals.Trace;
        return arrivals with { Process = process, Trace = process == ArrivalKind.Trace || parsed.GetValue(options.Trace) is not null ? trace : null };
    }

    /// <summary>--copies, --rate and --duration replace the file's phases by one; --duration alone stretches a file's only phase.</summary>
    private static IReadOnlyList<LoadSimulation> Load(IReadOnlyList<LoadSimulation> load, LoadOptions options, ParseResult parsed)
    {
        TimeSpan? duration = parsed.GetValue(options.Duration);
        TimeSpan during = duration ?? (load.Count == 1 ? load[0].During : s_defaultDuration);
        if (parsed.GetValue(options.FindMax))
            return [new KeepConstant(1, during)];
        if (parsed.GetValue(options.Copies) is int copies)
            return [new KeepConstant(copies, during)];
        if (parsed.GetValue(options.Rate) is double rate)
            return [new Inject(rate, during)];
        return load.Count switch
        {
            0 => [new Inject(during)],
            1 => [load[0] with { During = during }],
            _ when duration is not null => throw new ConfigException("recpipe load", "--duration", "The workload has several phases.", "Change the file, or give --rate too."),
            _ => load,
        };
    }
}
