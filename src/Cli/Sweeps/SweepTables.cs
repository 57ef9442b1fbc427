using System.Globalization;
using RecPipe.Reporting.Tables;
using RecPipe.Training.Sweeps;

namespace RecPipe.Cli.Sweeps;

/// <summary>What a sweep found, as a short table for people and a CSV file with everything.</summary>
internal static class SweepTables
{
    public static string Text(SweepResult result) =>
        Short(result).ToText() + FormattableString.Invariant($"\n{result.Points.Count} configurations; fronts of {Name(result.Quality)}: {result.Points.Count(p => p.OnFrontOfMacs)} by MACs, {result.Points.Count(p => p.OnFrontOfBytes)} by bytes, {result.Points.Count(p => p.OnFrontAsPlotted)} by MACs as the paper plots them");

    public static Table Short(SweepResult result)
    {
        Table table = new(new("model", IsNumber: false), new("MACs"), new("as plotted"), new("bytes"), new("accuracy (%)"), new("AUC"), new("log loss"), new("Pareto front by", IsNumber: false));
        foreach (SweepPoint point in result.Points)
        {
            table.Add(point.Config.Name, $"{point.Cost.Macs:N0}", $"{point.Cost.MacsAsPlotted:N0}", $"{point.Cost.Bytes:N0}",
                Number(point.Accuracy * 100, "F3"), Number(point.Auc, "F4"), Number(point.LogLoss, "F5"), Fronts(point));
        }
        return table;
    }

    public static string Csv(SweepResult result)
    {
        Table table = new(
            new("name", IsNumber: false), new("embedding_dim"), new("bottom_mlp", IsNumber: false), new("top_mlp", IsNumber: false), new("interaction", IsNumber: false),
            new("macs"), new("layer_macs"), new("interaction_macs"), new("macs_as_plotted"), new("bytes"), new("table_bytes"), new("row_bytes_per_candidate"),
            new("seeds"), new("accuracy"), new("auc"), new("log_loss"), new($"{Name(result.Quality).Replace(' ', '_')}_spread"), new("duration_s"),
            new("pareto_macs"), new("pareto_bytes"), new("pareto_macs_as_plotted"));
        foreach (SweepPoint point in result.Points)
        {
            table.Add(
                point.Config.Name, $"{point.Config.EmbeddingDim}", string.Join('-', point.Config.BottomMlp), string.Join('-', point.Config.TopMlp), point.Config.Interaction.ToString().ToLowerInvariant(),
                $"{point.Cost.Macs}", $"{point.Cost.LayerMacs}", $"{point.Cost.InteractionMacs}", $"{point.Cost.MacsAsPlotted}", $"{point.Cost.Bytes}", $"{point.Cost.TableBytes}", $"{point.Cost.RowBytes}",
                $"{point.Seeds}", Number(point.Accuracy, "R"), Number(point.Auc, "R"), Number(point.LogLoss, "R"), Number(point.Spread, "R"), Number(point.Duration.TotalSeconds, "F3"),
                Flag(point.OnFrontOfMacs), Flag(point.OnFrontOfBytes), Flag(point.OnFrontAsPlotted));
        }
        return table.ToCsv();
    }

    /// <summary>As people call it.</summary>
    public static string Name(SweepQuality quality) => quality switch { SweepQuality.Accuracy => "accuracy", SweepQuality.Auc => "AUC", _ => "log loss" };

    private static string Fronts(SweepPoint point) => string.Join(", ", new[]
    {
        (On: point.OnFrontOfMacs, Name: "MACs"), (On: point.OnFrontOfBytes, Name: "bytes"), (On: point.OnFrontAsPlotted, Name: "as plotted"),
    }.Where(front => front.On).Select(front => front.Name));

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "diverged";

    private static string Flag(bool on) => on ? "1" : "0";
}
