namespace RecPipe.Figures;

/// <summary>One number of a figure beside the published one.</summary>
/// <param name="Series">Line or group, for example "RPAccel, two stages".</param>
/// <param name="Point">Place in the series, for example "400 queries/s".</param>
/// <param name="Quantity">What it is, with its unit: "p95 (ms)".</param>
/// <param name="Ours">Null: out of range, for example beyond what the design can serve.</param>
/// <param name="Published">In the same unit; null: none was published, or it was out of range there.</param>
public sealed record ComparedValue(string Series, string Point, string Quantity, double? Ours, double? Published)
{
    /// <summary>A word for a missing number: "over 100 ms".</summary>
    public string Missing { get; init; } = "-";

    /// <summary>Why the two differ, where that is to be said; empty otherwise.</summary>
    public string Why { get; init; } = "";

    /// <summary>(ours - published) / published, in percent; null when either is missing.</summary>
    public double? DeviationPercent => Ours is { } ours && Published is { } published && published != 0 ? (ours / published - 1) * 100 : null;
}
