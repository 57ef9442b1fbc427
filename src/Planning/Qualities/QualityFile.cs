using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Qualities;

/// <summary>Known qualities of cascades, for experiments whose models or data are not at hand (configs/qualities/*.json).</summary>
public sealed record QualityFile
{
    private const double MostQuality = 1000;

    /// <summary>Where the values come from.</summary>
    public required string Provenance { get; init; }

    /// <summary>Length of the list that every cascade returns and that is judged.</summary>
    public required int K { get; init; }

    /// <summary>Every cascade has the same metrics.</summary>
    public required IReadOnlyList<KnownCascade> Cascades { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigException">It cannot be read, or something in it is wrong; lists all.</exception>
    public static QualityTable Load(string path)
    {
        QualityFile file = ConfigFile.Load<QualityFile>(path);
        if (file.Cascades.Count == 0)
            throw new ConfigException(path, "cascades", "There are none.", "List each cascade's models, items and quality.");
        string[] metrics = [.. file.Cascades[0].Quality.Keys.Order(StringComparer.Ordinal)];
        QualityTable table = new(path, metrics);
        List<ConfigProblem> problems = [];
        if (metrics.Length == 0)
            problems.Add(new(path, "cascades[0].quality", "It is empty.", "Write for example { \"ndcg@64\": 0.92 }."));
        if (file.K < 1)
            problems.Add(new(path, "k", $"It is {file.K}.", "At least 1."));
        for (int i = 0; i < file.Cascades.Count; i++)
        {
            KnownCascade cascade = file.Cascades[i];
            if (cascade.Models.Count == 0 || cascade.Models.Count != cascade.Items.Count)
                problems.Add(new(path, $"cascades[{i}].items", $"There are {cascade.Models.Count} models and {cascade.Items.Count} items.", "Give each stage one model and one number of items."));
            else if (!cascade.Quality.Keys.Order(StringComparer.Ordinal).SequenceEqual(metrics))
                problems.Add(new(path, $"cascades[{i}].quality", $"It has {string.Join(", ", cascade.Quality.Keys)}, and the first has {string.Join(", ", metrics)}.", "Give all cascades the same metrics."));
            else if (cascade.Quality.FirstOrDefault(metric => metric.Key.Length == 0 || metric.Value is not (>= 0 and <= MostQuality)) is { Key: not null } wrong)
                problems.Add(new(path, $"cascades[{i}].quality", FormattableString.Invariant($"\"{wrong.Key}\" is {wrong.Value}."), FormattableString.Invariant($"Name the metric, and give 0 to {MostQuality}.")));
            else if (!table.TryAdd(QualityTable.KeyOf(cascade.Models.Zip(cascade.Items), file.K), [.. metrics.Select(metric => cascade.Quality[metric])]))
                problems.Add(new(path, $"cascades[{i}]", "The cascade is there twice.", "Remove one of the two."));
        }
        ConfigException.ThrowIfAny(problems);
        return table;
    }
}
