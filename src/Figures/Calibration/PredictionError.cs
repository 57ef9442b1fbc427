using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Figures.Calibration;

/// <summary>A published run beside its prediction.</summary>
/// <param name="Run">The run.</param>
/// <param name="Utilisation">Of its busiest stage.</param>
/// <param name="Predicted">What the simulator says.</param>
public sealed record PredictionError(PublishedRun Run, double Utilisation, RunPrediction Predicted)
{
    /// <summary>Predicted over measured p95, less 1.</summary>
    public double P95Error => Predicted.P95 / Run.P95 - 1;
}

/// <summary>Errors of many runs.</summary>
public static class PredictionErrors
{
    private static readonly (string Name, double From, double To)[] s_bands =
    [
        ("below 80 %", 0, 0.8), ("  below 30 %", 0, 0.3), ("  30 to 50 %", 0.3, 0.5), ("  50 to 70 %", 0.5, 0.7), ("  70 to 80 %", 0.7, 0.8),
        ("80 to 90 %", 0.8, 0.9), ("90 to 100 %", 0.9, 1), ("saturated", 1, double.PositiveInfinity),
    ];

    /// <summary>Predicts runs on all cores.</summary>
    /// <param name="runs">Of one table.</param>
    /// <param name="simulation">The calibrated system.</param>
    /// <param name="seed">Of the chances; each row has its own.</param>
    /// <param name="repetitions">Runs averaged for each.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static IReadOnlyList<PredictionError> Of(IEnumerable<PublishedRun> runs, RunSimulation simulation, ulong seed, int repetitions, CancellationToken cancellationToken = default) =>
        [.. runs.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(run => new PredictionError(
            run, simulation.Utilisation(run.Spec), simulation.Run(run.Spec, seed + (ulong)run.Row, repetitions, cancellationToken)))];

    /// <summary>The q-quantile of absolute errors of p95.</summary>
    public static double Quantile(this IEnumerable<PredictionError> errors, double q)
    {
        double[] sorted = [.. errors.Select(error => Math.Abs(error.P95Error)).Order()];
        return sorted.Length == 0 ? 0 : sorted[(int)(q * (sorted.Length - 1))];
    }

    /// <summary>Median, 90th percentile and bias by utilisation.</summary>
    public static Table ByUtilisation(this IReadOnlyCollection<PredictionError> errors)
    {
        Table table = new(new("utilisation", false), new("runs"), new("median error (%)"), new("90th percentile (%)"), new("median signed (%)"));
        foreach ((string name, double from, double to) in s_bands)
            Add(table, name, [.. errors.Where(error => error.Utilisation >= from && error.Utilisation < to)]);
        return table;
    }

    /// <summary>The same by kind of pipeline, of runs below 80 %.</summary>
    public static Table ByKind(this IReadOnlyCollection<PredictionError> errors)
    {
        Table table = new(new("pipeline", false), new("runs"), new("median error (%)"), new("90th percentile (%)"), new("median signed (%)"));
        foreach (IGrouping<string, PredictionError> kind in errors.Where(error => error.Utilisation < 0.8).GroupBy(Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
            Add(table, kind.Key, [.. kind]);
        return table;
    }

    private static string Kind(PredictionError error) =>
        $"{error.Run.Spec.Stages.Count} stage: {string.Join('+', error.Run.Spec.Stages.Select(stage => stage.Device.ToString().ToLowerInvariant()))}";

    private static void Add(Table table, string name, PredictionError[] errors)
    {
        double[] signed = [.. errors.Select(error => error.P95Error).Order()];
        if (signed.Length == 0)
            table.Add(name, "0", "-", "-", "-");
        else
            table.Add(name, Invariant($"{errors.Length}"), Invariant($"{errors.Quantile(0.5) * 100:0.0}"), Invariant($"{errors.Quantile(0.9) * 100:0.0}"), Invariant($"{signed[(signed.Length - 1) / 2] * 100:+0.0;-0.0;0.0}"));
    }
}
