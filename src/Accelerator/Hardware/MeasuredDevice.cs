using RecPipe.Accelerator.Shapes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Hardware;

/// <summary>
/// A device known by measured times alone (hardware files of kind "measured"). Between two points the time is interpolated
/// linearly. Below the smallest it is the smallest point's: a batch that small is all fixed cost, and the table says nothing
/// else. Above the largest it is refused: a guess there could be off without bound.
/// </summary>
public sealed record MeasuredDevice : HardwareDescription, IServiceTimes
{
    public const string Kind = "measured";

    /// <summary>Per model name, at least one point, items strictly increasing.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<MeasuredTime>> Models { get; init; }

    string IServiceTimes.Hardware => Name;

    /// <inheritdoc/>
    /// <exception cref="ConfigException">The table lacks the model, or ends below <paramref name="items"/>.</exception>
    public double ServiceSeconds(ModelShape model, int items, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        IReadOnlyList<MeasuredTime> points = PointsOf(model.Name);
        if (items <= points[0].Items)
            return points[0].Milliseconds / 1000;
        for (int i = 1; i < points.Count; i++)
        {
            if (items <= points[i].Items)
                return Between(points[i - 1], points[i], items) / 1000;
        }
        throw new ConfigException(Name, $"models.{model.Name}", $"{items} candidates are more than the {points[^1].Items} that were measured.",
            "Measure a larger point and add it, or send fewer candidates.");
    }

    /// <summary>Most candidates the table has a time for.</summary>
    /// <exception cref="ConfigException">The table lacks the model.</exception>
    public int LargestItems(string model) => PointsOf(model)[^1].Items;

    private static double Between(MeasuredTime low, MeasuredTime high, int items) =>
        low.Milliseconds + (high.Milliseconds - low.Milliseconds) * (items - low.Items) / (high.Items - low.Items);

    private IReadOnlyList<MeasuredTime> PointsOf(string model) => Models.TryGetValue(model, out IReadOnlyList<MeasuredTime>? points)
        ? points
        : throw new ConfigException(Name, "models", $"There are no times of \"{model}\".", $"Measured are: {string.Join(", ", Models.Keys)}.");
}
