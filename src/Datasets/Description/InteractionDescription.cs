using RecPipe.Datasets.Interactions;

namespace RecPipe.Datasets.Description;

/// <summary>What `recpipe data describe` shows of an interaction store.</summary>
/// <param name="Source">Where the pairs came from.</param>
/// <param name="Users">Rows a table of users needs.</param>
/// <param name="Items">Rows a table of items needs.</param>
/// <param name="TrainPairs">Pairs to learn from.</param>
/// <param name="HeldOutUsers">Users one item of whom is held out.</param>
/// <param name="Split">How those were chosen.</param>
/// <param name="Density">Training pairs over users times items.</param>
/// <param name="ItemsPerUser">Training items of a user.</param>
/// <param name="UsersPerItem">Training users of an item.</param>
/// <param name="UnseenItems">Items nobody has in training.</param>
/// <param name="Top10Share">Share of the training pairs that belong to the ten most popular items.</param>
/// <param name="TopPercentShare">Share that belongs to the most popular hundredth of the items.</param>
/// <param name="TopTenthShare">Share that belongs to the most popular tenth of the items.</param>
/// <param name="Gini">Gini coefficient of the items' popularity: 0 when all are equally popular, near 1 when one has everything.</param>
public sealed record InteractionDescription(
    string Source, int Users, int Items, long TrainPairs, int HeldOutUsers, HeldOutSplit Split, double Density, SpreadDescription ItemsPerUser,
    SpreadDescription UsersPerItem, int UnseenItems, double Top10Share, double TopPercentShare, double TopTenthShare, double Gini)
{
    /// <summary>Reads all of a store. Holds a counter per user and per item.</summary>
    public static InteractionDescription Of(InteractionStore store, CancellationToken cancellationToken = default)
    {
        InteractionManifest manifest = store.Manifest;
        long[] ofUsers = new long[store.Users], ofItems = new long[store.Items];
        for (int user = 0; user < ofUsers.Length; user++)
        {
            if ((user & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            foreach (int item in store.ItemsOf(user))
                ofItems[item]++;
            ofUsers[user] = store.ItemsOf(user).Length;
        }
        Array.Sort(ofUsers);
        Array.Sort(ofItems);
        return new(
            manifest.Source, store.Users, store.Items, manifest.TrainPairs, manifest.HeldOutUsers, manifest.Split,
            (double)manifest.TrainPairs / ((long)store.Users * store.Items),
            SpreadDescription.Of(ofUsers),
            SpreadDescription.Of(ofItems),
            Array.FindLastIndex(ofItems, count => count == 0) + 1,
            TopShare(ofItems, 10), TopShare(ofItems, (ofItems.Length + 99) / 100), TopShare(ofItems, (ofItems.Length + 9) / 10),
            GiniOf(ofItems));
    }

    private static double TopShare(long[] ascending, int top)
    {
        long sum = ascending.Sum();
        return sum == 0 ? 0 : (double)ascending.TakeLast(top).Sum() / sum;
    }

    private static double GiniOf(long[] ascending)
    {
        double weighted = 0, sum = 0;
        for (int i = 0; i < ascending.Length; i++)
        {
            weighted += (2.0 * (i + 1) - ascending.Length - 1) * ascending[i];
            sum += ascending[i];
        }
        return sum == 0 ? 0 : weighted / (ascending.Length * sum);
    }
}
