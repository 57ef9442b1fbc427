using RecPipe.Accelerator.Hardware;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Profile;

/// <summary>
/// Replaces a machine's times, taken model by model, with what served pipelines took: an engine among others, beside a
/// gateway, with caches and cores that all of these use. Sizes that were not served are corrected as the nearest that was.
/// </summary>
/// <param name="samples">Served pipelines, each at several loads.</param>
internal sealed class ServedFit(IReadOnlyList<ServedSample> samples)
{
    /// <summary>Fewer queries say nothing of how times differ.</summary>
    private const int LeastQueries = 100;

    private readonly CoolingFit _cooling = CoolingFit.Of(samples.SelectMany(sample => sample.Design.Stages.Select((stage, i) => (stage.Model, stage.Items, sample.Run.Engines[i]!.Woken.ToArray()))));

    public MeasuredDevice Apply(MeasuredDevice device) => device with
    {
        Models = device.Models.ToDictionary(model => model.Key, IReadOnlyList<MeasuredTime> (model) => [.. model.Value.Select(point => Corrected(model.Key, model.Value, point))]),
        Variation = device.Variation.ToDictionary(model => model.Key, IReadOnlyList<double> (model) => Waited(model.Key) ?? model.Value),
        RestedVariation = device.Variation.ToDictionary(model => model.Key, IReadOnlyList<double> (model) => Woken(model.Key) ?? model.Value),
        CoolingMilliseconds = _cooling.Milliseconds,
        Overhead = Overhead(),
    };

    /// <summary>By what was found at the nearest size that was served, waking as long as there; as it is where that is none.</summary>
    private MeasuredTime Corrected(string model, IReadOnlyList<MeasuredTime> points, MeasuredTime point)
    {
        MeasuredTime[] served = [.. points.Where(other => _cooling.Of(model, other.Items) is not null)];
        if (served.Length == 0)
            return point;
        MeasuredTime near = served.MinBy(other => Math.Abs(Math.Log((double)other.Items / point.Items)));
        CooledTime found = _cooling.Of(model, near.Items)!;
        double warm = found.WarmMs / near.Milliseconds;
        return point with
        {
            Milliseconds = point.Milliseconds * warm,
            RestedMilliseconds = point.Milliseconds * warm + found.RestedMs - found.WarmMs,
            BusyMilliseconds = [.. point.BusyMilliseconds.Select(busy => busy * warm)],
        };
    }

    /// <summary>How times of queries that waited differ; null where there were few.</summary>
    private double[]? Waited(string model)
    {
        LatencyRecorder all = new();
        foreach (ServedSample sample in samples)
        {
            for (int stage = 0; stage < sample.Design.Stages.Count; stage++)
            {
                if (sample.Design.Stages[stage].Model == model && sample.Design.Stages[stage].Items == LargestOf(model))
                    all.Add(sample.Run.Engines[stage]!.Warm);
            }
        }
        return all.Count < LeastQueries ? null : ServedSample.Variation(all);
    }

    /// <summary>How times of queries that found an engine idle differ from what is said of how long it was.</summary>
    private double[]? Woken(string model) => _cooling.Of(model, LargestOf(model)) is { } found ? Quantiles.Of(found.Ratios) : null;

    /// <summary>Candidates; of the sizes that were served.</summary>
    private int LargestOf(string model) => samples.SelectMany(sample => sample.Design.Stages).Where(stage => stage.Model == model).Max(stage => stage.Items);

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
