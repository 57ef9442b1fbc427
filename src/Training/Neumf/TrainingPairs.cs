using RecPipe.Datasets.Interactions;

namespace RecPipe.Training.Neumf;

/// <summary>The interactions to learn from, shuffled anew for every epoch, and the negatives beside them.</summary>
internal sealed class TrainingPairs
{
    private readonly InteractionStore _store;
    private readonly int[] _users;
    private readonly int[] _items;
    private readonly int[] _order;

    /// <remarks>A user who took every item has no negatives and is left out.</remarks>
    public TrainingPairs(InteractionStore store)
    {
        _store = store;
        long count = 0;
        for (int user = 0; user < store.Users; user++)
            count += HasNegatives(user) ? store.ItemsOf(user).Length : 0;
        _users = new int[checked((int)count)];
        _items = new int[count];
        int pair = 0;
        for (int user = 0; user < store.Users; user++)
        {
            ReadOnlySpan<int> items = HasNegatives(user) ? store.ItemsOf(user) : [];
            items.CopyTo(_items.AsSpan(pair));
            _users.AsSpan(pair, items.Length).Fill(user);
            pair += items.Length;
        }
        _order = [.. Enumerable.Range(0, pair)];
    }

    public int Count => _order.Length;

    /// <summary>Puts the pairs into another order.</summary>
    public void Shuffle(int seed, int epoch) => new Random(unchecked(seed * 1_000_003 + epoch)).Shuffle(_order);

    /// <summary>Writes consecutive pairs of the order, each followed by items its user did not take.</summary>
    /// <param name="first">Place of the first pair.</param>
    /// <param name="users">[n].</param>
    /// <param name="items">[n, 1 + negatives].</param>
    /// <param name="random">Draws the negatives.</param>
    public void Read(int first, Span<int> users, Span<int> items, Random random)
    {
        int group = items.Length / users.Length;
        for (int i = 0; i < users.Length; i++)
        {
            int pair = _order[first + i], user = users[i] = _users[pair];
            items[i * group] = _items[pair];
            ReadOnlySpan<int> taken = _store.ItemsOf(user);
            for (int k = 1; k < group; k++)
            {
                int item = random.Next(_store.Items);
                while (taken.BinarySearch(item) >= 0)
                    item = random.Next(_store.Items);
                items[i * group + k] = item;
            }
        }
    }

    private bool HasNegatives(int user) => _store.ItemsOf(user).Length < _store.Items;
}
