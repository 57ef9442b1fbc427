using System.CommandLine;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.MovieLens;
using RecPipe.LoadGen.Commands;
using static System.FormattableString;

namespace RecPipe.Cli.Commands.Data;

/// <summary>`recpipe data import movielens`, also called interactions: any file of who took which item.</summary>
internal static class DataImportMovieLensCommand
{
    public static Command Create()
    {
        MovieLensImportOptions defaults = new();
        Argument<string> file = new("file") { Description = "Ratings, gzipped or not: ratings.dat, ratings.csv, u.data, or any table of user, item and, if known, rating and timestamp." };
        Option<RatingsFormat?> format = new Option<RatingsFormat?>("--format") { Description = "How the columns are parted: dat (::), csv (commas), table (tabs or spaces); recognised unless given." }.OneOf();
        Option<HeldOutSplit?> split = new("--split") { Description = "Which item of each user to hold out: latest (the last in the file among equally late ones), random or none. Default: latest where the file tells the time, otherwise random." };
        split.AcceptOnlyFromAmong("latest", "random", "none");
        Option<ulong> seed = new("--seed") { Description = "Seed of the random choice.", DefaultValueFactory = _ => defaults.Seed };
        Option<string?> heldOut = new("--held-out") { Description = "File of the held-out ratings, at most one a user, instead of a split." };
        Option<bool> keepIds = new("--keep-ids") { Description = "Number users and items by their ids, gaps and all, instead of in the order they are first seen." };
        Option<long> maxBadLines = DataMaking.MaxBadLines();
        Option<string> output = DataMaking.Output();
        Command command = new("movielens", "Import ratings as interactions: MovieLens of any size, or a table like it.") { file, format, split, seed, heldOut, keepIds, maxBadLines, output };
        command.Aliases.Add("interactions");
        command.SetAction((parsed, cancellationToken) =>
        {
            MovieLensImportOptions options = defaults with
            {
                Format = parsed.GetValue(format),
                Split = parsed.GetValue(split),
                Seed = parsed.GetValue(seed),
                HeldOutFile = parsed.GetValue(heldOut),
                KeepIds = parsed.GetValue(keepIds),
                MaxBadLines = parsed.GetValue(maxBadLines),
            };
            string input = parsed.GetRequiredValue(file), directory = parsed.GetRequiredValue(output);
            return DataMaking.InteractionsAsync($"Importing {input}", directory, progress => Import(options, input, directory, progress, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static InteractionManifest Import(MovieLensImportOptions options, string file, string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        MovieLensImportSummary summary = MovieLensImporter.Import(options, file, directory, progress, cancellationToken);
        if (summary.BadLines > 0)
            Terminal.Note(Invariant($"{summary.BadLines:N0} lines were left out; the first: {summary.FirstBadLines[0]}"));
        if (summary.RepeatedPairs > 0)
            Terminal.Note(Invariant($"{summary.RepeatedPairs:N0} of {summary.Ratings:N0} ratings repeated a user and item: counted once."));
        return summary.Manifest;
    }
}
