using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Workloads.Simulations;

/// <summary>Finds everything wrong with a workload.</summary>
public static class WorkloadValidator
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <param name="workload">To be checked.</param>
    /// <param name="file">Named in the problems.</param>
    public static IReadOnlyList<ConfigProblem> Validate(WorkloadConfig workload, string file)
    {
        List<ConfigProblem> problems = [];
        Require(!string.IsNullOrWhiteSpace(workload.Name), "name", "It is empty.", "Name the workload; reports carry the name.");
        Require(workload.Load.Count > 0, "load", "There is no phase.", """Add one, for example { "inject": { "rate": 100, "during": "30s" } }.""");
        Require(workload.WarmUp >= TimeSpan.Zero && workload.WarmUp <= s_longest, "warmUp", $"{workload.WarmUp} is out of range.", "Write a time from 0s to 24h.");
        Require(workload.Candidates >= 1, "candidates", $"{workload.Candidates} is out of range.", "A query has at least 1 candidate.");
        Require(workload.Deadline > TimeSpan.Zero && workload.Deadline <= TimeSpan.FromMinutes(10), "deadline", $"{workload.Deadline} is out of range.", "Write a time over 0s, at most 10min.");
        Require(workload.MaxInFlight is >= 1 and <= 1_000_000, "maxInFlight", $"{workload.MaxInFlight} is out of range.", "Write 1 to 1000000.");
        CheckArrivals(workload, Require);
        for (int i = 0; i < workload.Load.Count; i++)
            CheckPhase(workload.Load[i], workload.Arrivals.Process, $"load[{i}]", Require);
        return problems;

        void Require(bool holds, string field, string problem, string remedy)
        {
            if (!holds)
                problems.Add(new(file, field, problem, remedy));
        }
    }

    private static void CheckArrivals(WorkloadConfig workload, Action<bool, string, string, string> require)
    {
        ArrivalConfig arrivals = workload.Arrivals;
        bool trace = arrivals.Process == ArrivalKind.Trace;
        require(!trace || arrivals.Trace is not null, "arrivals.trace", "No trace is named.", "Name the file of arrival times.");
        require(trace || arrivals.Trace is null, "arrivals.trace", $"A {arrivals.Process} process has no trace.", """Remove it, or set "process": "trace".""");
        require(arrivals.BurstRatio is >= 1 and <= 1e6, "arrivals.burstRatio", $"{arrivals.BurstRatio} is out of range.", "Write 1 to 1000000.");
        require(arrivals.BurstShare is > 0 and < 1, "arrivals.burstShare", $"{arrivals.BurstShare} is out of range.", "Write a share between 0 and 1.");
        require(arrivals.MeanBurst > TimeSpan.Zero, "arrivals.meanBurst", $"{arrivals.MeanBurst} is out of range.", "Write a time over 0s.");
    }

    private static void CheckPhase(LoadSimulation phase, ArrivalKind process, string field, Action<bool, string, string, string> require)
    {
        require(phase.During > TimeSpan.Zero && phase.During <= s_longest, $"{field}.during", $"{phase.During} is out of range.", "Write a time over 0s, at most 24h.");
        switch (phase)
        {
            case Inject inject:
                require(inject.Rate is not null || process == ArrivalKind.Trace, $"{field}.rate", "There is no rate.", "Write queries a second; only a trace has a rate of its own.");
                require(inject.Rate is null or (> 0 and <= 1e6), $"{field}.rate", $"{inject.Rate} is out of range.", "Write queries a second, over 0, at most 1000000.");
                break;
            case RampingInject ramp:
                require(ramp.From is >= 0 and <= 1e6, $"{field}.from", $"{ramp.From} is out of range.", "Write queries a second, 0 to 1000000.");
                require(ramp.To is >= 0 and <= 1e6, $"{field}.to", $"{ramp.To} is out of range.", "Write queries a second, 0 to 1000000.");
                require(ramp.From > 0 || ramp.To > 0, field, "It ramps from 0 to 0.", "Use a pause.");
                require(process is ArrivalKind.Poisson or ArrivalKind.Constant, field, $"A {process} process cannot ramp.", "Use poisson or constant arrivals.");
                break;
            case KeepConstant constant:
                require(constant.Copies is >= 1 and <= 100_000, $"{field}.copies", $"{constant.Copies} is out of range.", "Write 1 to 100000.");
                break;
        }
    }
}
