using System.CommandLine;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Parts;
using RecPipe.LoadGen.Reports;
using RecPipe.Ranking.Configuration;

namespace RecPipe.LoadGen.Commands;

/// <summary>`recpipe load merge`: one report of a run whose load several processes offered.</summary>
internal static class MergeCommand
{
    /// <summary>How long parts wait for one another when nothing is said.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        Argument<string[]> files = new("parts") { Description = "The parts' files, or the folder they met in.", Arity = ArgumentArity.OneOrMore };
        Option<bool> allowMissing = new("--allow-missing") { Description = "Report the parts there are, although some are missing." };
        Option<TimeSpan?> wait = LoadOptions.Time("--wait", "Wait this long for parts that are still running; not at all unless set.");
        ReportOptions report = new();
        Command command = new("merge", "Add up the parts of one run (--part): counts and histograms, never percentiles.") { files, allowMissing, wait };
        foreach (Option option in report.All)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<(string Path, RunMeasurement Part)> parts = await ReadAsync(parsed.GetValue(files)!, parsed.GetValue(wait) ?? TimeSpan.Zero, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            LoadReport merged = PartSet.Merge(parts, parsed.GetValue(allowMissing));
            return LoadExitCode.Of(report.Publish(merged, parsed));
        });
        return command;
    }

    /// <summary>Files appear whole, so whatever is there can be read; the run is complete when there are as many as the first says.</summary>
    private static async Task<IReadOnlyList<(string Path, RunMeasurement Part)>> ReadAsync(string[] places, TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        DateTimeOffset limit = time.GetUtcNow() + wait;
        Dictionary<string, RunMeasurement> read = [];
        while (true)
        {
            bool last = time.GetUtcNow() >= limit;
            string[] paths = Paths(places);
            foreach (string path in paths.Where(path => !read.ContainsKey(path) && (last || File.Exists(path))))
                read[path] = PartFile.Load(path);
            if (last || (read.Count > 0 && read.Count >= Math.Max(paths.Length, read.Values.First().Part.Of)))
                break;
            await Task.Delay(s_look, time, cancellationToken).ConfigureAwait(false);
        }
        return read.Count > 0
            ? [.. read.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value))]
            : throw new ConfigException("recpipe load merge", "", $"There are no parts ({PartFile.Pattern}) in {string.Join(", ", places)}.", "Name the parts' files, or the folder of --meet.");
    }

    private static string[] Paths(string[] places) =>
        [.. places.SelectMany(place => Directory.Exists(place) ? Directory.GetFiles(place, PartFile.Pattern) : (IEnumerable<string>)[place])];
}
