using RecPipe.Datasets.Interactions;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.MovieLens;

/// <summary>
/// Imports ratings into an interaction store: who took which item, one item of each user held out. Reads the file once; memory
/// holds 16 bytes a rating, and 12 more while they are sorted by user.
/// </summary>
public static class MovieLensImporter
{
    /// <summary>Makes a store from a file. The store appears at its place only when all went well.</summary>
    /// <param name="options">How.</param>
    /// <param name="file">ratings.dat, ratings.csv, u.data, or a table of user, item and, if known, rating and timestamp; gzipped or not.</param>
    /// <param name="directory">Where the store will be; must not exist, or be empty.</param>
    /// <param name="progress">Told the share of the file read.</param>
    /// <param name="cancellationToken">Stops the work and leaves nothing behind.</param>
    /// <exception cref="ConfigException">
    /// An option is out of range, a file cannot be read, more lines are wrong than allowed, there are no ratings, the latest
    /// are asked for and the file does not tell the time, or something is at the place already.
    /// </exception>
    public static MovieLensImportSummary Import(
        MovieLensImportOptions options, string file, string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        options.ThrowIfInvalid();
        using InteractionStoreWriter writer = new(directory);
        RatingsReader reader = new(options);
        RatingsFile ratings = reader.Read(file, progress, cancellationToken);
        HeldOutSplit split = SplitOf(options, ratings);
        RatingsFile? given = options.HeldOutFile is null ? null : reader.Read(options.HeldOutFile, progress, cancellationToken);
        UserHistories histories = new(ratings.Log, reader.Users.Count, split == HeldOutSplit.Latest, cancellationToken);
        LeaveOneOut leaveOneOut = new(histories, split, options.Seed, given is null ? null : HeldOutItems(given, reader.Users));
        leaveOneOut.Write(writer, reader.Users.Ids(), cancellationToken);
        InteractionManifest manifest = writer.Complete(reader.Items.Ids(), blank => blank with
        {
            Source = SourceOf(options, file, split),
            Split = split,
            Seed = split == HeldOutSplit.Random ? options.Seed : null,
        });
        return new(
            manifest, ratings.Layout!.Format, ratings.Log.Count, leaveOneOut.Repeated,
            ratings.BadLines.Count + (given?.BadLines.Count ?? 0), [.. ratings.BadLines.First, .. given?.BadLines.First ?? []]);
    }

    private static HeldOutSplit SplitOf(MovieLensImportOptions options, RatingsFile ratings)
    {
        if (options.HeldOutFile is not null)
            return HeldOutSplit.Given;
        if (options.Split == HeldOutSplit.Latest && !ratings.HasTime)
            throw new ConfigException(ratings.Path, "", "It does not tell when a rating was given.", "Hold out a random one: --split random.");
        return options.Split ?? (ratings.HasTime ? HeldOutSplit.Latest : HeldOutSplit.Random);
    }

    private static int[] HeldOutItems(RatingsFile given, IdNumbering users)
    {
        int[] items = new int[users.Count];
        Array.Fill(items, -1);
        long[] ids = users.Ids();
        foreach (ReadOnlyMemory<RatingsLog.Entry> block in given.Log.Blocks())
        {
            foreach (RatingsLog.Entry rating in block.Span)
            {
                if (items[rating.User] >= 0 && items[rating.User] != rating.Item)
                    throw new ConfigException(given.Path, "", $"User {ids[rating.User]} has more than one held-out item.", "Give at most one a user.");
                items[rating.User] = rating.Item;
            }
        }
        return items;
    }

    private static string SourceOf(MovieLensImportOptions options, string file, HeldOutSplit split) =>
        $"recpipe {MovieLensImportOptions.Command} {Path.GetFileName(file)}"
        + (options.HeldOutFile is string heldOut ? $" --held-out {Path.GetFileName(heldOut)}" : $" --split {split.ToString().ToLowerInvariant()}")
        + (split == HeldOutSplit.Random ? $" --seed {options.Seed}" : "")
        + (options.KeepIds ? " --keep-ids" : "");
}
