namespace RecPipe.Tools.Dashboards;

/// <summary>How a panel is drawn.</summary>
public enum PanelKind
{
    /// <summary>Lines over time.</summary>
    TimeSeries,

    /// <summary>The latest value, large.</summary>
    Stat,

    /// <summary>A histogram's buckets over time.</summary>
    Heatmap,
}
