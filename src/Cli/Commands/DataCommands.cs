using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Description;
using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe data`: make, import and describe feature stores.</summary>
internal static class DataCommands
{
    public static Command Create()
    {
        Command data = new("data", "Make, import and describe data sets.");
        data.Subcommands.Add(Synth());
        data.Subcommands.Add(new Command("import", "Import a data set.") { ImportCriteo() });
        data.Subcommands.Add(Describe());
        return data;
    }

    private static Command Synth()
    {
        SyntheticCriteoOptions defaults = new() { Rows = 1_000_000 };
        Option<string> preset = new("--preset") { Description = "What the data resembles.", DefaultValueFactory = _ => "criteo" };
        preset.AcceptOnlyFromAmong("criteo");
        Option<int> rows = new("--rows") { Description = "Rows to make.", DefaultValueFactory = _ => defaults.Rows };
        Option<ulong> seed = new("--seed") { Description = "Seed of the rows; the world behind them is the same for all seeds.", DefaultValueFactory = _ => defaults.Seed };
        Option<int?> tableCap = new("--table-cap") { Description = "Most rows of an embedding table; ids above are folded in. Default: the sizes of Criteo Kaggle." };
        Option<double> testShare = TestShare(defaults.TestShare);
        Option<string> output = Output();
        Command command = new("synth", "Make a synthetic data set with the table sizes, access skew and click rate of a known one.") { preset, rows, seed, tableCap, testShare, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            SyntheticCriteoOptions options = defaults with
            {
                Rows = parsed.GetValue(rows),
                Seed = parsed.GetValue(seed),
                TableCap = parsed.GetValue(tableCap),
                TestShare = parsed.GetValue(testShare),
            };
            string directory = parsed.GetRequiredValue(output);
            return MakeAsync($"Making {options.Rows:N0} rows", directory, progress => SyntheticCriteo.Generate(options, directory, progress, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static Command ImportCriteo()
    {
        CriteoImportOptions defaults = new();
        Argument<string> file = new("file") { Description = "Tab-separated text, gzipped or not: a label, 13 integers, 26 hex categories." };
        Option<int?> maxTableRows = new("--max-table-rows") { Description = "Most rows of an embedding table; once it is full, new values share its last row." };
        Option<bool> hashing = new("--hashing") { Description = "Hash values to --max-table-rows rows instead of numbering them as they are first seen." };
        Option<long> maxBadLines = new("--max-bad-lines") { Description = "Lines that may be wrong; they are counted and left out.", DefaultValueFactory = _ => defaults.MaxBadLines };
        Option<double> testShare = TestShare(defaults.TestShare);
        Option<string> output = Output();
        Command command = new("criteo", "Import Criteo click logs (Kaggle 2014 or Terabyte).") { file, maxTableRows, hashing, maxBadLines, testShare, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            CriteoImportOptions options = defaults with
            {
                MaxTableRows = parsed.GetValue(maxTableRows),
                Hashing = parsed.GetValue(hashing),
                MaxBadLines = parsed.GetValue(maxBadLines),
                TestShare = parsed.GetValue(testShare),
            };
            string input = parsed.GetRequiredValue(file), directory = parsed.GetRequiredValue(output);
            return MakeAsync($"Importing {input}", directory, progress => Import(options, input, directory, progress, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static Command Describe()
    {
        Argument<string> directory = new("directory") { Description = "A feature store." };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("describe", "Print the splits of a data set, how its tables are used and how its dense features are spread.") { directory, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                using FeatureStore store = FeatureStore.Open(parsed.GetRequiredValue(directory));
                StoreDescription description = StoreDescription.Of(store, cancellationToken);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(description, ConfigFile.Json));
                else
                    StoreDescriptionText.Write(description);
            },
            cancellationToken));
        return command;
    }

    private static async Task MakeAsync(string title, string directory, Func<IProgress<double>, StoreManifest> make, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        StoreManifest manifest = await Terminal.WithProgressAsync(title, progress => Task.Run(() => make(progress), cancellationToken)).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant(
            $"{directory}: {manifest.Rows:N0} rows ({manifest.TrainRows:N0} for training), click rate {manifest.PositiveRate:F4}, {manifest.Sparse.Sum(feature => (long)feature.TableRows):N0} table rows, {manifest.Rows / seconds:N0} rows/s"));
    }

    private static StoreManifest Import(CriteoImportOptions options, string file, string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        CriteoImportSummary summary = CriteoImporter.Import(options, file, directory, progress, cancellationToken);
        if (summary.BadLines > 0)
            Terminal.Note(FormattableString.Invariant($"{summary.BadLines:N0} of {summary.Lines:N0} lines were left out; the first: {summary.FirstBadLines[0]}"));
        return summary.Manifest;
    }

    private static Option<double> TestShare(double share) =>
        new("--test-share") { Description = "Share of the rows, the last ones, held out from training.", DefaultValueFactory = _ => share };

    private static Option<string> Output() => new("--out") { Description = "Folder of the new feature store; must not exist, or be empty.", Required = true };
}
