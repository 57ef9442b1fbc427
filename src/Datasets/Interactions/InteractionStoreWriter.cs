using System.Runtime.InteropServices;
using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Interactions;

/// <summary>
/// Writes an interaction store by appending users. The store appears at its place only when <see cref="Complete"/> succeeds;
/// disposing earlier leaves nothing behind, and a killed process no manifest.
/// </summary>
public sealed class InteractionStoreWriter : IDisposable
{
    private readonly UnfinishedStore _store;
    private int _users;
    private long _pairs;
    private int _heldOutUsers;
    private int _greatestItem = -1;

    /// <param name="directory">Where the store will be; must not exist, or be empty.</param>
    /// <exception cref="ConfigException">Something is there already, or nothing can be written there.</exception>
    public InteractionStoreWriter(string directory)
    {
        _store = new(directory, InteractionFiles.All);
        Append(0, 0L);
    }

    /// <summary>Appends the next user.</summary>
    /// <param name="items">Training items: ascending, each once; none is allowed.</param>
    /// <param name="heldOut">The item held out, not one of <paramref name="items"/>; -1 for none.</param>
    /// <param name="id">The id of the user at the source.</param>
    /// <exception cref="ArgumentException">The items do not ascend, or the held-out one is among them.</exception>
    public void Append(ReadOnlySpan<int> items, int heldOut, long id)
    {
        int before = -1;
        foreach (int item in items)
        {
            if (item <= before)
                throw new ArgumentException($"Item {item} follows item {before}; items ascend.", nameof(items));
            before = item;
        }
        if (heldOut < -1 || items.BinarySearch(heldOut) >= 0)
            throw new ArgumentException($"Item {heldOut} is negative or a training item.", nameof(heldOut));
        _store.Columns[1].Append(MemoryMarshal.AsBytes(items));
        Append(0, _pairs += items.Length);
        Append(2, heldOut);
        Append(3, id);
        _users = checked(_users + 1);
        _heldOutUsers += heldOut >= 0 ? 1 : 0;
        _greatestItem = Math.Max(_greatestItem, Math.Max(before, heldOut));
    }

    /// <summary>Puts the store in its place.</summary>
    /// <param name="itemIds">[items]: the ids of the items at the source. Says how many items there are.</param>
    /// <param name="describe">Completes the manifest's source, split and seed; the rest is filled in already.</param>
    /// <exception cref="InvalidOperationException">There are no users, or a user has an item that is not among the ids.</exception>
    public InteractionManifest Complete(ReadOnlySpan<long> itemIds, Func<InteractionManifest, InteractionManifest> describe)
    {
        if (_users == 0 || itemIds.Length <= Math.Max(_greatestItem, 0))
            throw new InvalidOperationException($"{_users} users, {itemIds.Length} items, greatest item {_greatestItem}.");
        _store.Columns[4].Append(MemoryMarshal.AsBytes(itemIds));
        InteractionManifest manifest = describe(new InteractionManifest
        {
            Version = InteractionManifest.CurrentVersion,
            Source = "",
            Users = _users,
            Items = itemIds.Length,
            TrainPairs = _pairs,
            HeldOutUsers = _heldOutUsers,
            Split = HeldOutSplit.None,
            Checksums = _store.Close(),
        });
        _store.Complete(InteractionManifest.FileName, manifest);
        return manifest;
    }

    public void Dispose() => _store.Dispose();

    private void Append<T>(int column, T value)
        where T : unmanaged => _store.Columns[column].Append(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
}
