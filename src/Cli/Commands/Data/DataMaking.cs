using System.CommandLine;
using System.Diagnostics;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.Store;

namespace RecPipe.Cli.Commands.Data;

/// <summary>What the commands that make a data set have in common.</summary>
internal static class DataMaking
{
    public static Option<string> Output() => new("--out") { Description = "Folder of the new store; must not exist, or be empty.", Required = true };

    public static Option<long> MaxBadLines() => new("--max-bad-lines") { Description = "Lines that may be wrong; they are counted and left out.", DefaultValueFactory = _ => 0 };

    public static Option<double> TestShare(double share) =>
        new("--test-share") { Description = "Share of the rows, the last ones, held out from training.", DefaultValueFactory = _ => share };

    public static async Task RowsAsync(string title, string directory, Func<IProgress<double>, StoreManifest> make, CancellationToken cancellationToken)
    {
        (StoreManifest manifest, double seconds) = await TimeAsync(title, make, cancellationToken).ConfigureAwait(false);
        Console.WriteLine(FormattableString.Invariant(
            $"{directory}: {manifest.Rows:N0} rows ({manifest.TrainRows:N0} for training), click rate {manifest.PositiveRate:F4}, {manifest.Sparse.Sum(feature => (long)feature.TableRows):N0} table rows, {manifest.Rows / seconds:N0} rows/s"));
    }

    public static async Task InteractionsAsync(string title, string directory, Func<IProgress<double>, InteractionManifest> make, CancellationToken cancellationToken)
    {
        (InteractionManifest manifest, double seconds) = await TimeAsync(title, make, cancellationToken).ConfigureAwait(false);
        Console.WriteLine(FormattableString.Invariant(
            $"{directory}: {manifest.Users:N0} users, {manifest.Items:N0} items, {manifest.TrainPairs:N0} pairs for training, {manifest.HeldOutUsers:N0} held out ({manifest.Split.ToString().ToLowerInvariant()}), {seconds:F1} s"));
    }

    private static async Task<(T Made, double Seconds)> TimeAsync<T>(string title, Func<IProgress<double>, T> make, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        T made = await Terminal.WithProgressAsync(title, progress => Task.Run(() => make(progress), cancellationToken)).ConfigureAwait(false);
        return (made, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
