using RecPipe.Accelerator.Shapes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Hardware;

/// <summary>
/// A device known by measured times alone (hardware files of kind "measured"): a GPU somebody timed, or this machine as
/// `recpipe profile` found it. Between two points the time is interpolated linearly. Below the smallest it is the smallest
/// point's: a batch that small is all fixed cost, and the table says nothing else. Above the largest it is refused: a guess
/// there could be off without bound.
/// </summary>
public sealed record MeasuredDevice : HardwareDescription, IServiceTimes
{
    public const string Kind = "measured";

    /// <summary>Per model name, at least one point, items strictly increasing.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<MeasuredTime>> Models { get; init; }

    /// <summary>
    /// Cores that its engines share, with each other and with <see cref="Overhead"/>; 0 when every engine is hardware of its own.
    /// </summary>
    public int Cores { get; init; }

    /// <summary>
    /// Per model name, how single times differ: quantiles of (time / mean time), rising, with mean 1, each standing for an equal
    /// share of the queries. A model that is missing always takes its mean.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Variation { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>The same of queries that find an engine that has rested; a model that is missing varies as in <see cref="Variation"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> RestedVariation { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>
    /// How fast an idle engine's caches go cold: after so many milliseconds 63 % of engines have rested (1 - e^(-idle / this)); 0: every
    /// engine that is idle has.
    /// </summary>
    public double CoolingMilliseconds { get; init; }

    /// <summary>What a query takes outside engines; null when it was not measured.</summary>
    public MeasuredOverhead? Overhead { get; init; }

    /// <summary>What it was measured on; null when the file does not say.</summary>
    public string? Machine { get; init; }

    /// <summary>Of RecPipe when it was measured.</summary>
    public string? Version { get; init; }

    string IServiceTimes.Hardware => Name;

    /// <inheritdoc/>
    /// <exception cref="ConfigException">The table lacks the model, or ends below <paramref name="items"/>.</exception>
    public double ServiceSeconds(ModelShape model, int items, int keep) => Seconds(model.Name, items, busy: 1);

    /// <summary>Mean seconds an engine takes while so many are at work, each on a core of its own.</summary>
    /// <param name="model">What ranks.</param>
    /// <param name="items">Candidates, at least 1.</param>
    /// <param name="busy">Engines at work, this one included.</param>
    /// <exception cref="ConfigException">The table lacks the model, or ends below <paramref name="items"/>.</exception>
    public double Seconds(string model, int items, int busy)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(busy, 1);
        return Interpolate(model, items, point => point.At(busy));
    }

    /// <summary>The same with no other at work, on an engine that had nothing to do before.</summary>
    /// <inheritdoc cref="Seconds"/>
    public double RestedSeconds(string model, int items) => Interpolate(model, items, point => point.RestedMilliseconds ?? point.Milliseconds);

    /// <summary>See <see cref="Variation"/>; empty when the model always takes its mean.</summary>
    public IReadOnlyList<double> VariationOf(string model) => Variation.GetValueOrDefault(model) ?? [];

    /// <summary>See <see cref="RestedVariation"/>.</summary>
    public IReadOnlyList<double> RestedVariationOf(string model) => RestedVariation.GetValueOrDefault(model) ?? VariationOf(model);

    /// <summary>Most candidates the table has a time for.</summary>
    /// <exception cref="ConfigException">The table lacks the model.</exception>
    public int LargestItems(string model) => PointsOf(model)[^1].Items;

    private double Interpolate(string model, int items, Func<MeasuredTime, double> milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        IReadOnlyList<MeasuredTime> points = PointsOf(model);
        if (items <= points[0].Items)
            return milliseconds(points[0]) / 1000;
        for (int i = 1; i < points.Count; i++)
        {
            (MeasuredTime low, MeasuredTime high) = (points[i - 1], points[i]);
            if (items <= high.Items)
                return (milliseconds(low) + (milliseconds(high) - milliseconds(low)) * (items - low.Items) / (high.Items - low.Items)) / 1000;
        }
        throw new ConfigException(Name, $"models.{model}", $"{items} candidates are more than the {points[^1].Items} that were measured.",
            "Measure a larger point and add it, or send fewer candidates.");
    }

    private IReadOnlyList<MeasuredTime> PointsOf(string model) => Models.TryGetValue(model, out IReadOnlyList<MeasuredTime>? points)
        ? points
        : throw new ConfigException(Name, "models", $"There are no times of \"{model}\".", $"Measured are: {string.Join(", ", Models.Keys)}.");
}
