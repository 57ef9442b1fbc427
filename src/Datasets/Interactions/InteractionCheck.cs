using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Interactions;

/// <summary>Says what is wrong with an interaction store.</summary>
internal static class InteractionCheck
{
    private const string Again = "Make the store again.";

    /// <summary>The manifest, and the lengths of the files it describes.</summary>
    public static List<ConfigProblem> Manifest(string directory, string path, InteractionManifest manifest)
    {
        if (manifest.Version != InteractionManifest.CurrentVersion)
            return [new(path, "version", $"Version {manifest.Version} is not known here.", $"{Again} This build reads version {InteractionManifest.CurrentVersion}.")];
        List<ConfigProblem> problems = [];
        AtLeast(1, "users", manifest.Users);
        AtLeast(1, "items", manifest.Items);
        AtLeast(0, "trainPairs", manifest.TrainPairs);
        if (manifest.TrainPairs > (long)manifest.Users * manifest.Items && manifest is { Users: > 0, Items: > 0 })
            problems.Add(new(path, "trainPairs", $"{manifest.TrainPairs} pairs of {manifest.Users} users and {manifest.Items} items.", "A pair is counted once."));
        if (manifest.HeldOutUsers < 0 || manifest.HeldOutUsers > manifest.Users)
            problems.Add(new(path, "heldOutUsers", $"{manifest.HeldOutUsers} of {manifest.Users} users.", "It is between 0 and users."));
        if (problems.Count > 0)
            return problems;
        StoreFiles.CheckLength(directory, InteractionFiles.Offsets, (manifest.Users + 1L) * sizeof(long), problems);
        StoreFiles.CheckLength(directory, InteractionFiles.Items, manifest.TrainPairs * sizeof(int), problems);
        StoreFiles.CheckLength(directory, InteractionFiles.HeldOut, manifest.Users * (long)sizeof(int), problems);
        StoreFiles.CheckLength(directory, InteractionFiles.UserIds, manifest.Users * (long)sizeof(long), problems);
        StoreFiles.CheckLength(directory, InteractionFiles.ItemIds, manifest.Items * (long)sizeof(long), problems);
        return problems;

        void AtLeast(long least, string field, long value)
        {
            if (value < least)
                problems.Add(new(path, field, $"{value}.", $"It is at least {least}."));
        }
    }

    /// <summary>The numbers in the columns. Items are looked at only once the offsets are known to lie within them.</summary>
    public static List<ConfigProblem> Columns(InteractionStore store, string path)
    {
        List<ConfigProblem> problems = [];
        bool whole = Offsets(store, problems);
        if (whole)
            TrainItems(store, problems);
        HeldOut(store, path, whole, problems);
        return problems;
    }

    private static bool Offsets(InteractionStore store, List<ConfigProblem> problems)
    {
        ReadOnlySpan<long> offsets = store.Offsets;
        if (offsets[0] != 0 || offsets[^1] != store.Manifest.TrainPairs)
        {
            problems.Add(In(store, InteractionFiles.Offsets, "", $"It runs from {offsets[0]} to {offsets[^1]}, the manifest asks for 0 to {store.Manifest.TrainPairs}."));
            return false;
        }
        for (int user = 0; user < store.Users; user++)
        {
            long items = offsets[user + 1] - offsets[user];
            if (items >= 0 && items <= store.Items)
                continue;
            problems.Add(In(store, InteractionFiles.Offsets, $"user {user}", $"{items} items of {store.Items}."));
            return false;
        }
        return true;
    }

    private static void TrainItems(InteractionStore store, List<ConfigProblem> problems)
    {
        for (int user = 0; user < store.Users; user++)
        {
            int before = -1;
            foreach (int item in store.ItemsOf(user))
            {
                if (item <= before || item >= store.Items)
                {
                    problems.Add(In(store, InteractionFiles.Items, $"user {user}", item >= 0 && item < store.Items
                        ? $"Item {item} follows item {before}; items ascend." : $"Item {item} is outside 0 to {store.Items - 1}."));
                    return;
                }
                before = item;
            }
        }
    }

    private static void HeldOut(InteractionStore store, string path, bool offsetsAreWhole, List<ConfigProblem> problems)
    {
        int heldOutUsers = 0;
        for (int user = 0; user < store.Users; user++)
        {
            int item = store.HeldOut[user];
            heldOutUsers += item >= 0 ? 1 : 0;
            string? problem = item < -1 || item >= store.Items ? $"Item {item} is outside -1 to {store.Items - 1}."
                : offsetsAreWhole && item >= 0 && store.Interacted(user, item) ? $"Item {item} is held out and a training item."
                : null;
            if (problem is null)
                continue;
            problems.Add(In(store, InteractionFiles.HeldOut, $"user {user}", problem));
            return;
        }
        if (heldOutUsers != store.Manifest.HeldOutUsers)
            problems.Add(new(path, "heldOutUsers", $"{store.Manifest.HeldOutUsers}, the columns hold {heldOutUsers}.", Again));
    }

    private static ConfigProblem In(InteractionStore store, string name, string where, string problem) =>
        new(Path.Combine(store.Directory, name), where, problem, Again);
}
