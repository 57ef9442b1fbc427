using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using RecPipe.Accelerator.Caches.Study;
using RecPipe.Cli.Accel;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>`recpipe accel cache-study`: how to split on-chip memory between the caches of two stages.</summary>
internal static class AccelCacheStudyCommand
{
    private const string Csv = "cache-study.csv", Page = "cache-study.html";

    public static Command Create()
    {
        CacheStudyOptions defaults = new();
        Option<string> output = new("--out") { Description = "Folder for the table (CSV) and the charts (HTML).", Required = true };
        Option<long> lookups = new("--lookups") { Description = "Embedding rows the first stage reads, table copies not counted.", DefaultValueFactory = _ => defaults.Lookups };
        Option<ulong> seed = new("--seed") { Description = "Of the trace.", DefaultValueFactory = _ => defaults.Seed };
        Option<int> threads = new("--threads") { Description = "Threads; each takes about 0.5 GB for ten million lookups.", DefaultValueFactory = _ => defaults.Parallelism };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("cache-study", "Hit rates of both stages' embedding caches: 5 filter ratios x 7 capacities x 21 splits, as in the paper's Figure 10c.")
        {
            output, lookups, seed, threads, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            CacheStudyOptions options = defaults with
            {
                Lookups = parsed.GetValue(lookups),
                Seed = parsed.GetValue(seed),
                Parallelism = parsed.GetValue(threads) is var count and > 0
                    ? count
                    : throw new ConfigException("accel cache-study", "--threads", $"{parsed.GetValue(threads)} threads.", "Give at least 1."),
            };
            return RunAsync(options, parsed.GetRequiredValue(output), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task RunAsync(CacheStudyOptions options, string directory, bool json, CancellationToken cancellationToken)
    {
        options.ThrowIfInvalid();
        OutputPath.Folder("--out", directory);
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<CacheStudyPoint> points = await Terminal.WithProgressAsync(
            $"{options.Lookups:N0} lookups", progress => Task.Run(() => CacheStudy.Run(options, progress, cancellationToken), cancellationToken)).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        CacheStudyReport report = new(options, points);
        string csv = Path.Combine(directory, Csv), page = Path.Combine(directory, Page);
        await File.WriteAllTextAsync(csv, report.ToCsv(), cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(page, report.ToHtml(), cancellationToken).ConfigureAwait(false);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { csv, page, options.Lookups, options.Seed, settings = points.Count, seconds, points }, ConfigFile.Json));
            return;
        }
        Console.Write(report.Summary().ToText());
        Console.WriteLine(FormattableString.Invariant($"{points.Count} settings of {options.Lookups:N0} lookups in {seconds:0.0} s: {csv}, {page}"));
    }
}
