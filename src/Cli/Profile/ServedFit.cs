using RecPipe.Accelerator.Hardware;
using RecPipe.Cli.Serving;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Profile;

/// <summary>
/// Replaces a machine's times, taken model by model, with what served pipelines took: an engine among others, beside a
/// gateway, with caches and cores that all of these use. Sizes that were not served are corrected as the nearest that was.
/// </summary>
/// <param name="samples">Served pipelines, each at several loads.</param>
internal sealed class ServedFit(IReadOnlyList<ServedSample> samples)
{
    /// <summary>Fewer queries of a kind say nothing of their times.</summary>
    private const int LeastQueries = 100;

    public MeasuredDevice Apply(MeasuredDevice device) => device with
    {
        Models = device.Models.ToDictionary(model => model.Key, IReadOnlyList<MeasuredTime> (model) => Corrected(model.Key, model.Value)),
        Variation = device.Variation.ToDictionary(model => model.Key, IReadOnlyList<double> (model) => Variation(model.Key, engines => engines.Warm) ?? model.Value),
        RestedVariation = device.Variation.ToDictionary(model => model.Key, IReadOnlyList<double> (model) => Variation(model.Key, engines => engines.Rested) ?? model.Value),
        Overhead = Overhead(),
    };

    private MeasuredTime[] Corrected(string model, IReadOnlyList<MeasuredTime> points) =>
        [.. points.Select(point => Correct(point, Factor(model, points, point, point => point.Milliseconds, engines => engines.Warm),
            Factor(model, points, point, point => point.RestedMilliseconds ?? point.Milliseconds, engines => engines.Rested)))];

    private static MeasuredTime Correct(MeasuredTime point, double warm, double rested) => point with
    {
        Milliseconds = point.Milliseconds * warm,
        RestedMilliseconds = point.RestedMilliseconds * rested,
        BusyMilliseconds = [.. point.BusyMilliseconds.Select(busy => busy * warm)],
    };

    /// <summary>Served over measured time, at the size nearest to a point's that was served; 1 when none was.</summary>
    private double Factor(string model, IReadOnlyList<MeasuredTime> points, MeasuredTime point, Func<MeasuredTime, double> measured, Func<StageOccupancy, LatencyRecorder> kind)
    {
        double factor = 1, nearest = double.PositiveInfinity;
        foreach (MeasuredTime other in points)
        {
            double distance = Math.Abs(Math.Log((double)other.Items / point.Items));
            if (distance < nearest && Mean([.. Served(model, other.Items).Select(kind).Where(times => times.Count >= LeastQueries)]) is { } mean)
                (factor, nearest) = (mean / measured(other), distance);
        }
        return factor;
    }

    private IEnumerable<StageOccupancy> Served(string model, int? items = null) =>
        from sample in samples
        from stage in Enumerable.Range(0, sample.Design.Stages.Count)
        where sample.Design.Stages[stage].Model == model && (items is null || sample.Design.Stages[stage].Items == items)
        select sample.Run.Engines[stage]!;

    private static double? Mean(LatencyRecorder[] runs) => runs.Length == 0 ? null : runs.Average(run => run.Summarize().Mean.TotalMilliseconds);

    /// <summary>Mean of the quantiles of all runs.</summary>
    private double[]? Variation(string model, Func<StageOccupancy, LatencyRecorder> kind)
    {
        double[][] all = [.. Served(model).Select(kind).Where(times => times.Count >= LeastQueries).Select(ServedSample.Variation)];
        return all.Length == 0 ? null : Averaged(all);
    }

    private MeasuredOverhead Overhead() => new()
    {
        Query = [.. samples.GroupBy(sample => sample.Candidates).OrderBy(runs => runs.Key).Select(runs =>
            new MeasuredCost(runs.Key, runs.Average(run => run.ElsewhereMs), Math.Max(0, runs.Min(run => run.Run.OverheadCpuMs))))],
        Stage = [.. samples.SelectMany(sample => sample.Design.Stages.Select((stage, i) => (stage.Items, Ms: sample.WayMs(i)))).GroupBy(stage => stage.Items).OrderBy(stages => stages.Key).Select(stages =>
            new MeasuredCost(stages.Key, stages.Average(stage => stage.Ms), 0))],
        Variation = Averaged([.. samples.Select(sample => ServedSample.Variation(sample.Run.Clock.Outside))]),
        StageVariation = Averaged([.. samples.SelectMany(sample => sample.Run.Clock.Stages).Select(stage => ServedSample.Variation(stage.Network))]),
    };

    private static double[] Averaged(double[][] quantiles) =>
        [.. Enumerable.Range(0, quantiles.Min(run => run.Length)).Select(i => Math.Round(quantiles.Average(run => run[i]), 4))];
}
