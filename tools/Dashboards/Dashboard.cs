namespace RecPipe.Tools.Dashboards;

/// <summary>A Grafana dashboard: what is on it, in reading order. <see cref="DashboardJson"/> places it.</summary>
/// <param name="Name">The file's name, and the end of its identity and address: recpipe-NAME.</param>
/// <param name="Title">What Grafana lists it as.</param>
/// <param name="Description">The question it answers.</param>
/// <param name="Variables">What its user chooses.</param>
/// <param name="Rows">Its rows, top first.</param>
public sealed record Dashboard(string Name, string Title, string Description, IReadOnlyList<Variable> Variables, IReadOnlyList<Row> Rows)
{
    public string Uid => $"recpipe-{Name}";
}
