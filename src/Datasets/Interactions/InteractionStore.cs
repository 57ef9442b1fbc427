using System.Runtime.CompilerServices;
using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Interactions;

/// <summary>
/// Who took which item, memory-mapped: the training items of each user, one row of a compressed sparse matrix a user, and the
/// item held out of each. Users and items are numbered from 0. Safe for concurrent reads; not to be disposed during one.
/// </summary>
public sealed unsafe class InteractionStore : IDisposable
{
    private readonly MappedColumn<long> _offsets;
    private readonly MappedColumn<int> _items;
    private readonly MappedColumn<int> _heldOut;
    private readonly MappedColumn<long> _userIds;
    private readonly MappedColumn<long> _itemIds;
    private volatile bool _disposed;

    private InteractionStore(string directory, InteractionManifest manifest)
    {
        Directory = directory;
        Manifest = manifest;
        _offsets = new(Path.Combine(directory, InteractionFiles.Offsets));
        _items = new(Path.Combine(directory, InteractionFiles.Items));
        _heldOut = new(Path.Combine(directory, InteractionFiles.HeldOut));
        _userIds = new(Path.Combine(directory, InteractionFiles.UserIds));
        _itemIds = new(Path.Combine(directory, InteractionFiles.ItemIds));
    }

    /// <summary>Where it is.</summary>
    public string Directory { get; }

    public InteractionManifest Manifest { get; }

    public int Users => Manifest.Users;

    public int Items => Manifest.Items;

    /// <summary>int32 [users]: the item held out of each, or -1. Never one of the user's training items.</summary>
    public ReadOnlySpan<int> HeldOut => new(Alive(_heldOut), Users);

    /// <summary>int64 [users]: the ids users had at the source.</summary>
    public ReadOnlySpan<long> UserIds => new(Alive(_userIds), Users);

    /// <summary>int64 [items]: the ids items had at the source.</summary>
    public ReadOnlySpan<long> ItemIds => new(Alive(_itemIds), Items);

    /// <summary>int64 [users + 1]: where each user's training items begin.</summary>
    internal ReadOnlySpan<long> Offsets => new(Alive(_offsets), Users + 1);

    /// <summary>Whether a folder holds such a store, sound or not.</summary>
    public static bool IsAt(string directory) => File.Exists(Path.Combine(directory, InteractionManifest.FileName));

    /// <summary>Opens a store and reads its columns once, to find every number in its place.</summary>
    /// <exception cref="ConfigException">There is no store, its files do not fit its manifest, or a number in them is out of place.</exception>
    public static InteractionStore Open(string directory)
    {
        string path = Path.Combine(directory, InteractionManifest.FileName);
        InteractionManifest manifest = ConfigFile.Load<InteractionManifest>(path);
        ConfigException.ThrowIfAny(InteractionCheck.Manifest(directory, path, manifest));
        InteractionStore store = new(directory, manifest);
        try
        {
            ConfigException.ThrowIfAny(InteractionCheck.Columns(store, path));
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The training items of a user: ascending, each once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> ItemsOf(int user)
    {
        long* offset = Alive(_offsets);
        if ((uint)user >= (uint)Users)
            throw new ArgumentOutOfRangeException(nameof(user), user, $"The store has users 0 to {Users - 1}.");
        return new(_items.Pointer + offset[user], (int)(offset[user + 1] - offset[user]));
    }

    /// <summary>Whether an item is one of a user's training items.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user.</exception>
    public bool Interacted(int user, int item) => ItemsOf(user).BinarySearch(item) >= 0;

    /// <summary>Reads every column and compares checksums.</summary>
    /// <exception cref="ConfigException">A column differs from what its manifest says.</exception>
    public void VerifyChecksums(CancellationToken cancellationToken = default) =>
        StoreFiles.VerifyChecksums(Directory, InteractionFiles.All, Manifest.Checksums, cancellationToken);

    public void Dispose()
    {
        _disposed = true;
        _offsets.Dispose();
        _items.Dispose();
        _heldOut.Dispose();
        _userIds.Dispose();
        _itemIds.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T* Alive<T>(MappedColumn<T> column)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return column.Pointer;
    }
}
