namespace RecPipe.Reporting.Charts;

/// <summary>One axis of a chart.</summary>
/// <param name="Title">What is measured.</param>
/// <param name="Unit">Its unit, for example "ms"; empty for a bare number.</param>
/// <param name="Scale">A logarithmic axis leaves out values of 0 and below.</param>
public sealed record Axis(string Title, string Unit = "", AxisScale Scale = AxisScale.Linear)
{
    /// <summary>Lower end; null takes it from the points (0 on a linear axis whose values are all positive).</summary>
    public double? Min { get; init; }

    /// <summary>Upper end; null takes it from the points.</summary>
    public double? Max { get; init; }

    /// <summary>Places and labels to use instead of round numbers; null for round numbers.</summary>
    public IReadOnlyList<Tick>? Ticks { get; init; }

    internal string Caption => Unit.Length == 0 ? Title : $"{Title} ({Unit})";
}

/// <summary>A mark on an axis.</summary>
public readonly record struct Tick(double Value, string Label);

/// <summary>How values map to places on an axis.</summary>
public enum AxisScale
{
    Linear,
    Logarithmic,
}
