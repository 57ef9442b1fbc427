using System.Text.Json;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.Ranking.Configuration;

namespace RecPipe.LoadGen.Parts;

/// <summary>Part files that belong to one run.</summary>
public static class PartSet
{
    private const string SameSettings = "Parts of one run differ in --part only: run them again with the same options.";

    /// <summary>One report of all parts: their counts, sums and histograms added up.</summary>
    /// <param name="files">Path and content of each, at least one.</param>
    /// <param name="allowMissing">Report although parts are missing.</param>
    /// <exception cref="ConfigException">They are not parts of one run; lists every file and field.</exception>
    public static LoadReport Merge(IReadOnlyList<(string Path, RunMeasurement Part)> files, bool allowMissing)
    {
        ConfigException.ThrowIfAny([.. Differences(files), .. Repeated(files), .. allowMissing ? [] : Missing(files)]);
        return LoadReportBuilder.Build([.. files.OrderBy(file => file.Part.Part.Index).Select(file => file.Part)]);
    }

    private static IEnumerable<ConfigProblem> Differences(IReadOnlyList<(string Path, RunMeasurement Part)> files)
    {
        (string firstPath, RunMeasurement first) = files[0];
        Dictionary<string, string> expected = Fields(first.Settings);
        foreach ((string path, RunMeasurement part) in files.Skip(1))
        {
            if (part.Part.Of != first.Part.Of)
                yield return new(path, "part.of", $"It is one of {part.Part.Of} parts; {firstPath} is one of {first.Part.Of}.", SameSettings);
            Dictionary<string, string> found = Fields(part.Settings);
            foreach (string field in expected.Keys.Union(found.Keys))
            {
                string here = found.GetValueOrDefault(field, "absent"), there = expected.GetValueOrDefault(field, "absent");
                if (here != there)
                    yield return new(path, $"settings.{field}", $"It is {here}; in {firstPath} it is {there}.", SameSettings);
            }
            if (part.Interval != first.Interval || part.Timeline.Count != first.Timeline.Count)
                yield return new(path, "timeline", $"Its intervals are not those of {firstPath}.", SameSettings);
        }
    }

    private static IEnumerable<ConfigProblem> Repeated(IReadOnlyList<(string Path, RunMeasurement Part)> files) =>
        from same in files.GroupBy(file => file.Part.Part.Index)
        from again in same.Skip(1)
        select new ConfigProblem(again.Path, "part.index", $"It is part {again.Part.Part}; so is {same.First().Path}.", "Give every part once.");

    private static IEnumerable<ConfigProblem> Missing(IReadOnlyList<(string Path, RunMeasurement Part)> files)
    {
        int of = files[0].Part.Part.Of;
        int[] missing = [.. Enumerable.Range(0, of).Except(files.Select(file => file.Part.Part.Index))];
        if (missing.Length > 0)
            yield return new("recpipe load merge", "", FormattableString.Invariant($"Of {of} parts these are missing: {string.Join(", ", missing)}."), "Name their files too, or give --allow-missing.");
    }

    /// <summary>Every value with its JSON path.</summary>
    private static Dictionary<string, string> Fields(RunSettings settings)
    {
        Dictionary<string, string> fields = [];
        Add(JsonSerializer.SerializeToElement(settings, ConfigFile.Json), "");
        return fields;

        void Add(JsonElement element, string path)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (JsonProperty member in element.EnumerateObject())
                        Add(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
                    break;
                case JsonValueKind.Array:
                    foreach ((int i, JsonElement item) in element.EnumerateArray().Index())
                        Add(item, FormattableString.Invariant($"{path}[{i}]"));
                    break;
                default:
                    fields[path] = element.GetRawText();
                    break;
            }
        }
    }
}
