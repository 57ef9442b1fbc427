namespace RecPipe.Tools.Dashboards;

/// <summary>A choice at the top of a dashboard: any number of the values that a label has.</summary>
/// <param name="Name">How expressions name it: $NAME.</param>
/// <param name="Label">What the user sees.</param>
/// <param name="Metric">A series, with or without a selector, that carries the label.</param>
/// <param name="ValuesOf">The label.</param>
public sealed record Variable(string Name, string Label, string Metric, string ValuesOf)
{
    public string Query => $"label_values({Metric}, {ValuesOf})";
}
