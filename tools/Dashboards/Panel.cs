namespace RecPipe.Tools.Dashboards;

/// <summary>One picture of a dashboard.</summary>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Description">What it shows and how to read it.</param>
/// <param name="Unit">Of its values: one of <see cref="Units"/>.</param>
/// <param name="Queries">What is drawn.</param>
public sealed record Panel(PanelKind Kind, string Title, string Description, string Unit, params IReadOnlyList<Query> Queries)
{
    /// <summary>In columns of 24.</summary>
    public int Width { get; init; } = Kind == PanelKind.Stat ? 4 : 8;

    /// <summary>In Grafana's rows of about 30 pixels; panels of one row of the grid should agree.</summary>
    public int Height { get; init; } = Kind == PanelKind.Stat ? 4 : 8;

    /// <summary>Whether the series are drawn on top of each other, as parts of a whole.</summary>
    public bool Stacked { get; init; }

    /// <summary>Where the axis ends; where the values end when not given.</summary>
    public double? Max { get; init; }

    /// <summary>From where on a value is bad, and drawn red.</summary>
    public double? BadFrom { get; init; }

    /// <summary>Below which a value is bad, and drawn red.</summary>
    public double? BadBelow { get; init; }
}
