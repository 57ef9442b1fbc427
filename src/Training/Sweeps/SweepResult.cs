using RecPipe.Models.Families;
using RecPipe.Ranking.Pareto;

namespace RecPipe.Training.Sweeps;

/// <summary>What a sweep found.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Quality">What the fronts are of.</param>
/// <param name="Points">One a configuration, fewest multiply-accumulates first.</param>
public sealed record SweepResult(string Experiment, SweepQuality Quality, IReadOnlyList<SweepPoint> Points)
{
    /// <param name="experiment">The experiment.</param>
    /// <param name="outcomes">One a configuration and seed.</param>
    /// <param name="tableRows">Rows of the data's embedding tables.</param>
    /// <param name="quality">What the fronts are of.</param>
    public static SweepResult Of(SweepExperiment experiment, IReadOnlyList<SweepOutcome> outcomes, IReadOnlyList<int> tableRows, SweepQuality quality)
    {
        SweepPoint[] points = [.. outcomes.GroupBy(outcome => outcome.Config.Name).Select(seeds => Point([.. seeds], tableRows, quality)).OrderBy(point => point.Cost.Macs).ThenBy(point => point.Config.Name, StringComparer.Ordinal)];
        Objective<SweepPoint> good = new(point => Of(point.Accuracy, point.Auc, point.LogLoss, quality) ?? double.NaN, quality == SweepQuality.LogLoss ? Better.Smaller : Better.Larger);
        HashSet<int> macs = [.. Front(point => point.Cost.Macs)], plotted = [.. Front(point => point.Cost.MacsAsPlotted)], bytes = [.. Front(point => point.Cost.Bytes)];
        return new(experiment.Name, quality, [.. points.Select((point, i) => point with { OnFrontOfMacs = macs.Contains(i), OnFrontAsPlotted = plotted.Contains(i), OnFrontOfBytes = bytes.Contains(i) })]);

        int[] Front(Func<SweepPoint, double> cost) => ParetoFront.Of(points, new Objective<SweepPoint>(cost, Better.Smaller), good);
    }

    private static SweepPoint Point(SweepOutcome[] seeds, IReadOnlyList<int> tableRows, SweepQuality quality)
    {
        SweepOutcome[] trained = [.. seeds.Where(seed => seed.LogLoss is not null)];
        double?[] qualities = [.. trained.Select(seed => Of(seed.Accuracy, seed.Auc, seed.LogLoss, quality))];
        return new SweepPoint
        {
            Config = seeds[0].Config,
            Cost = DlrmCost.Of(seeds[0].Config, tableRows),
            Seeds = seeds.Length,
            Accuracy = trained.Average(seed => seed.Accuracy),
            Auc = trained.Average(seed => seed.Auc),
            LogLoss = trained.Average(seed => seed.LogLoss),
            Spread = qualities.Max() - qualities.Min(),
            Duration = seeds.Aggregate(TimeSpan.Zero, (sum, seed) => sum + seed.Duration),
        };
    }

    private static double? Of(double? accuracy, double? auc, double? logLoss, SweepQuality quality) =>
        quality switch { SweepQuality.Accuracy => accuracy, SweepQuality.Auc => auc, _ => logLoss };
}
