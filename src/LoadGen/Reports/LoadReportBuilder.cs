using RecPipe.LoadGen.Engine;
using RecPipe.Workloads.Statistics;

namespace RecPipe.LoadGen.Reports;

/// <summary>Turns what a run's parts recorded into one report: counts and histograms are added, never percentiles.</summary>
internal static class LoadReportBuilder
{
    private static readonly double[] s_percentiles = [0, 10, 25, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99, 100];

    /// <param name="parts">At least one, of the same settings and of different parts.</param>
    public static LoadReport Build(IReadOnlyList<RunMeasurement> parts)
    {
        RunSettings settings = parts[0].Settings;
        long arrivals = parts.Sum(part => part.Arrivals), answered = parts.Sum(part => part.Answered), judged = parts.Sum(part => part.Judged);
        LatencyRecorder all = Added(parts, part => part.Latency);
        LatencySummary latency = all.Summarize(), lag = Added(parts, part => part.Lag).Summarize();
        (bool valid, string validity) = RunValidity.Judge(parts, latency, lag);
        return new()
        {
            Target = settings.Target,
            Engine = settings.Engine,
            LatencyFrom = settings.LatencyFrom,
            Started = parts.Min(part => part.Started),
            Workload = settings.Workload,
            Schedule = ScheduleAudit.Of(settings.Workload, [.. parts.Select(part => part.Part)]),
            Measured = parts.Min(part => part.Measured),
            Interrupted = parts.Any(part => part.Interrupted),
            OfferedLoad = parts.Sum(OfferedLoad),
            Throughput = parts.Sum(Throughput),
            Arrivals = arrivals,
            Answered = answered,
            Errors = parts.SelectMany(part => part.Errors).GroupBy(error => error.Key).ToDictionary(errors => errors.Key, errors => errors.Sum(error => error.Value)),
            ErrorShare = arrivals > 0 ? (arrivals - answered) / (double)arrivals : 0,
            DegradedShare = answered > 0 ? parts.Sum(part => part.Degraded) / (double)answered : 0,
            Latency = latency,
            FailedLatency = Added(parts, part => part.FailedLatency).Summarize(),
            Lag = lag,
            ProcessCores = parts.Sum(part => part.ProcessCores),
            Quality = judged > 0 ? new(settings.QualityK, Mean(part => part.NdcgSum), Mean(part => part.HitSum), judged) : null,
            Valid = valid,
            Validity = validity,
            Percentiles = latency.Count == 0 ? [] : [.. s_percentiles.Select(p => new PercentilePoint(p, all.Percentile(p)))],
            Timeline = Timeline(parts),
            Parts = parts.All(part => part.Part.IsWhole) ? [] : [.. parts.OrderBy(part => part.Part.Index).Select(Summary)],
            Machine = parts[0].Machine,
            Version = settings.Version,
        };

        double Mean(Func<RunMeasurement, long> sum) => parts.Sum(sum) / RunRecorder.QualityScale / judged;
    }

    private static double OfferedLoad(RunMeasurement part) => part.Measured > TimeSpan.Zero ? part.Arrivals / part.Measured.TotalSeconds : 0;

    private static double Throughput(RunMeasurement part) => part.Measured > TimeSpan.Zero ? part.AnsweredInWindow / part.Measured.TotalSeconds : 0;

    private static LatencyRecorder Added(IReadOnlyList<RunMeasurement> parts, Func<RunMeasurement, LatencyRecorder> of)
    {
        if (parts.Count == 1)
            return of(parts[0]);
        LatencyRecorder sum = new();
        foreach (RunMeasurement part in parts)
            sum.Add(of(part));
        return sum;
    }

    /// <summary>Intervals in which something was asked.</summary>
    private static List<TimelinePoint> Timeline(IReadOnlyList<RunMeasurement> parts)
    {
        List<TimelinePoint> points = [];
        for (int i = 0; i < parts[0].Timeline.Count; i++)
        {
            LatencyRecorder latency = new(digits: 2);
            foreach (RunMeasurement part in parts)
                latency.Add(part.Timeline[i].Latency);
            long failed = parts.Sum(part => part.Timeline[i].Failed);
            if (latency.Count + failed > 0)
                points.Add(new(i * parts[0].Interval, latency.Count, failed, latency.Percentile(50), latency.Percentile(95), latency.Percentile(99)));
        }
        return points;
    }

    private static PartSummary Summary(RunMeasurement part)
    {
        LatencySummary latency = part.Latency.Summarize(), lag = part.Lag.Summarize();
        return new(
            part.Part.ToString(), part.Started, OfferedLoad(part), Throughput(part), latency.P99, lag.P99, part.ProcessCores,
            RunValidity.Judge([part], latency, lag).Valid, part.Machine.ToString());
    }
}
