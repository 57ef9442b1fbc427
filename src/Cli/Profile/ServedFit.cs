using RecPipe.Accelerator.Hardware;

namespace RecPipe.Cli.Profile;

/// <summary>
/// Holds a machine's times, taken model by model, against what served pipelines took: an engine among others, beside a
/// gateway, with caches that all of these use. From a low and a high load follow the times of an engine that has rested and
/// of one that has not; other sizes of the model are corrected by as much.
/// </summary>
/// <param name="samples">Served pipelines, each at several loads.</param>
internal sealed class ServedFit(IReadOnlyList<ServedSample> samples)
{
    /// <summary>An engine must be busy this often for its queries to say what one takes that has not rested.</summary>
    private const double LeastBusy = 0.4;

    private const int Iterations = 20;

    public MeasuredDevice Apply(MeasuredDevice device) => device with
    {
        Models = device.Models.ToDictionary(model => model.Key, model => Corrected(model.Key, model.Value)),
        Variation = device.Variation.ToDictionary(model => model.Key, model => VariationOf(model.Key) ?? model.Value),
        Overhead = Overhead(),
    };

    private IReadOnlyList<MeasuredTime> Corrected(string model, IReadOnlyList<MeasuredTime> points)
    {
        (int Items, double Warm, double Rested)[] factors = [.. points.Select(point => Factors(model, point)).OfType<(int, double, double)>()];
        return factors.Length == 0 ? points : [.. points.Select(point => Correct(point, factors.MinBy(factor => Math.Abs(Math.Log((double)factor.Items / point.Items)))))];
    }

    private static MeasuredTime Correct(MeasuredTime point, (int Items, double Warm, double Rested) factor) => point with
    {
        Milliseconds = point.Milliseconds * factor.Warm,
        RestedMilliseconds = point.RestedMilliseconds * factor.Rested,
        BusyMilliseconds = [.. point.BusyMilliseconds.Select(busy => busy * factor.Warm)],
    };

    /// <summary>Alternates between the two unknowns: few queries find an idle engine at a high load, few a busy one at a low load.</summary>
    private (int Items, double Warm, double Rested)? Factors(string model, MeasuredTime point)
    {
        (double Idle, double Ms)[] served = [.. Served(model, point.Items)];
        if (served.Length == 0 || point.RestedMilliseconds is not { } paced)
            return null;
        (double warm, double rested) = (point.Milliseconds, paced);
        for (int i = 0; i < Iterations; i++)
        {
            rested = served.Sum(run => run.Idle * (run.Ms - warm * (1 - run.Idle))) / served.Sum(run => run.Idle * run.Idle);
            (double Idle, double Ms)[] busy = [.. served.Where(run => 1 - run.Idle >= LeastBusy)];
            if (busy.Length > 0)
                warm = busy.Average(run => (run.Ms - rested * run.Idle) / (1 - run.Idle));
        }
        return (point.Items, warm / point.Milliseconds, rested / paced);
    }

    private IEnumerable<(double Idle, double Ms)> Served(string model, int items) =>
        from sample in samples
        from stage in Enumerable.Range(0, sample.Design.Stages.Count)
        where sample.Design.Stages[stage].Model == model && sample.Design.Stages[stage].Items == items
        select (sample.IdleShare(stage), sample.EngineMs(stage));

    /// <summary>Mean of the quantiles of all runs.</summary>
    private double[]? VariationOf(string model)
    {
        double[][] all =
        [
            .. from sample in samples
               from stage in Enumerable.Range(0, sample.Design.Stages.Count)
               where sample.Design.Stages[stage].Model == model
               select ServedSample.Variation(sample.Run.Clock.Stages[stage].Compute),
        ];
        return all.Length == 0 ? null : Averaged(all);
    }

    private MeasuredOverhead Overhead() => new()
    {
        Query = [.. samples.GroupBy(sample => sample.Candidates).OrderBy(runs => runs.Key).Select(runs =>
            new MeasuredCost(runs.Key, runs.Average(run => run.ElsewhereMs), Math.Max(0, runs.Average(run => run.Run.OverheadCpuMs))))],
        Stage = [.. samples.SelectMany(sample => sample.Design.Stages.Select((stage, i) => (stage.Items, Ms: sample.WayMs(i)))).GroupBy(stage => stage.Items).OrderBy(stages => stages.Key).Select(stages =>
            new MeasuredCost(stages.Key, stages.Average(stage => stage.Ms), 0))],
        Variation = Averaged([.. samples.Select(sample => ServedSample.Variation(sample.Run.Clock.Outside))]),
    };

    private static double[] Averaged(double[][] quantiles) =>
        [.. Enumerable.Range(0, quantiles.Min(run => run.Length)).Select(i => Math.Round(quantiles.Average(run => run[i]), 4))];
}
