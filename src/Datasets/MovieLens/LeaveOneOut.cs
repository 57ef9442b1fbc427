using RecPipe.Datasets.Interactions;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.MovieLens;

/// <summary>
/// Splits each user's items into those to learn from and one held out (He et al. 2017). A pair that is repeated counts once,
/// at its latest time. A user with a single item keeps it to learn from.
/// </summary>
internal sealed class LeaveOneOut(UserHistories histories, HeldOutSplit split, ulong seed, int[]? given)
{
    /// <summary>Ratings that repeated a pair.</summary>
    public long Repeated { get; private set; }

    /// <summary>Appends every user to a store.</summary>
    /// <param name="writer">The store.</param>
    /// <param name="userIds">[users].</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Write(InteractionStoreWriter writer, ReadOnlySpan<long> userIds, CancellationToken cancellationToken)
    {
        for (int user = 0; user < histories.Users; user++)
        {
            if ((user & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            Span<int> items = histories.ItemsOf(user);
            int latest = split == HeldOutSplit.Latest && items.Length > 0 ? items[Latest(histories.TimesOf(user))] : -1;
            int distinct = SortDistinct(items);
            Repeated += items.Length - distinct;
            int heldOut = split switch
            {
                HeldOutSplit.Given => given![user],
                _ when distinct < 2 => -1,
                HeldOutSplit.Latest => latest,
                HeldOutSplit.Random => items[(int)new Xoshiro256(seed, (ulong)user).NextBelow((uint)distinct)],
                _ => -1,
            };
            writer.Append(Without(items[..distinct], heldOut), heldOut, userIds[user]);
        }
    }

    /// <summary>Where the latest is; among equally late ones, the last.</summary>
    private static int Latest(ReadOnlySpan<long> times)
    {
        int latest = 0;
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] >= times[latest])
                latest = i;
        }
        return latest;
    }

    /// <returns>How many different items there are; they come first, ascending.</returns>
    private static int SortDistinct(Span<int> items)
    {
        items.Sort();
        int distinct = 0;
        for (int i = 0; i < items.Length; i++)
        {
            if (i == 0 || items[i] != items[i - 1])
                items[distinct++] = items[i];
        }
        return distinct;
    }

    private static ReadOnlySpan<int> Without(Span<int> items, int item)
    {
        int at = items.BinarySearch(item);
        if (at < 0)
            return items;
        items[(at + 1)..].CopyTo(items[at..]);
        return items[..^1];
    }
}
