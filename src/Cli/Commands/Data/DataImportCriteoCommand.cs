using System.CommandLine;
using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Store;

namespace RecPipe.Cli.Commands.Data;

/// <summary>`recpipe data import criteo`.</summary>
internal static class DataImportCriteoCommand
{
    public static Command Create()
    {
        CriteoImportOptions defaults = new();
        Argument<string> file = new("file") { Description = "Tab-separated text, gzipped or not: a label, 13 integers, 26 hex categories." };
        Option<int?> maxTableRows = new("--max-table-rows") { Description = "Most rows of an embedding table; once it is full, new values share its last row." };
        Option<bool> hashing = new("--hashing") { Description = "Hash values to --max-table-rows rows instead of numbering them as they are first seen." };
        Option<long> maxBadLines = DataMaking.MaxBadLines();
        Option<double> testShare = DataMaking.TestShare(defaults.TestShare);
        Option<string> output = DataMaking.Output();
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
            return DataMaking.RowsAsync($"Importing {input}", directory, progress => Import(options, input, directory, progress, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static StoreManifest Import(CriteoImportOptions options, string file, string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        CriteoImportSummary summary = CriteoImporter.Import(options, file, directory, progress, cancellationToken);
        if (summary.BadLines > 0)
            Terminal.Note(FormattableString.Invariant($"{summary.BadLines:N0} of {summary.Lines:N0} lines were left out; the first: {summary.FirstBadLines[0]}"));
        return summary.Manifest;
    }
}
