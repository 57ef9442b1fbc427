using RecPipe.Planning.Designs;
using RecPipe.Planning.Objectives;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Qualities;

/// <summary>
/// How well cascades rank. A design's quality is that of its models, the candidates that reach them and the list it returns;
/// where it runs changes nothing.
/// </summary>
public sealed class QualityTable
{
    private const int MostNamed = 3;

    private readonly Dictionary<string, IReadOnlyList<double>> _values = [];

    /// <param name="source">Where the values come from: a file, or models and data.</param>
    /// <param name="metrics">Names as `recpipe evaluate --json` prints them; larger is better.</param>
    public QualityTable(string source, IReadOnlyList<string> metrics) => (Source, Metrics) = (source, metrics);

    /// <summary>Where the values come from.</summary>
    public string Source { get; }

    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Adds a cascade.</summary>
    /// <param name="cascade">From <see cref="KeyOf(IEnumerable{ValueTuple{string, int}}, int)"/>.</param>
    /// <param name="values">In the order of <see cref="Metrics"/>.</param>
    /// <returns>False when the cascade is there already.</returns>
    public bool TryAdd(string cascade, IReadOnlyList<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, Metrics.Count, nameof(values));
        return _values.TryAdd(cascade, values);
    }

    /// <summary>Values of each design, in the order of <paramref name="metrics"/>.</summary>
    /// <param name="designs">The designs.</param>
    /// <param name="metrics">Names of metrics, in any case.</param>
    /// <exception cref="ConfigException">A metric or a cascade is not in the table.</exception>
    public IReadOnlyList<double[]> Of(IReadOnlyList<Design> designs, IReadOnlyList<string> metrics)
    {
        int[] places = [.. metrics.Select(PlaceOf)];
        string[] missing = [.. designs.Select(KeyOf).Where(key => !_values.ContainsKey(key)).Distinct()];
        if (missing.Length > 0)
        {
            throw new ConfigException(Source, "", $"It lacks the quality of {missing.Length} cascades, among them {string.Join("; ", missing.Take(MostNamed))}.",
                "Add them, or leave them out of the experiment.");
        }
        return [.. designs.Select(design => places.Select(place => _values[KeyOf(design)][place]).ToArray())];
    }

    /// <summary>Bounds name metrics of the table; those that are not there are listed.</summary>
    /// <exception cref="ConfigException">A metric is not in the table.</exception>
    public void ThrowIfUnknown(IReadOnlyList<QualityBound> bounds) => ConfigException.ThrowIfAny(
    [
        .. bounds.Where(bound => !Metrics.Contains(bound.Metric, StringComparer.OrdinalIgnoreCase)).Select(bound => new ConfigProblem(
            "--quality", bound.Text, $"There is no metric \"{bound.Metric}\" in {Source}.", $"There are: {string.Join(", ", Metrics)}."))
    ]);

    /// <summary>Name of a cascade: "rm-small@4096 > rm-large@512 > 64".</summary>
    /// <param name="stages">Model, and candidates that reach it.</param>
    /// <param name="keep">What the last one returns.</param>
    public static string KeyOf(IEnumerable<(string Model, int Items)> stages, int keep) =>
        $"{string.Join(" > ", stages.Select(stage => $"{stage.Model}@{stage.Items}"))} > {keep}";

    /// <summary>Name of a design's cascade.</summary>
    public static string KeyOf(Design design) => KeyOf(design.Stages.Select(stage => (stage.Model, stage.Items)), design.Stages[^1].Keep);

    private int PlaceOf(string metric)
    {
        int place = Metrics.ToList().FindIndex(known => string.Equals(known, metric, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? place : throw new ConfigException(Source, "", $"There is no metric \"{metric}\".", $"There are: {string.Join(", ", Metrics)}.");
    }
}
