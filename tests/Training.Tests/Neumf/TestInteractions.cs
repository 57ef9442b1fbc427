using RecPipe.Datasets.Interactions;

namespace RecPipe.Training.Tests.Neumf;

/// <summary>A small interaction store in a folder of its own.</summary>
internal sealed class TestInteractions : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="users">Training items of each user, ascending, and the one held out or -1.</param>
    /// <param name="items">Items there are.</param>
    public TestInteractions(IEnumerable<(int[] Items, int HeldOut)> users, int items)
    {
        using (InteractionStoreWriter writer = new(_folder.PathOf("store")))
        {
            int id = 0;
            foreach ((int[] taken, int heldOut) in users)
                writer.Append(taken, heldOut, id++);
            writer.Complete(new long[items], manifest => manifest with { Source = "test", Split = HeldOutSplit.Random });
        }
        Store = InteractionStore.Open(_folder.PathOf("store"));
    }

    /// <summary>Users and items fall into groups by their number; a user takes most of the items of the own group and one is held out.</summary>
    public static TestInteractions Groups(int users, int items, int groups)
    {
        Random random = new(1);
        return new(Enumerable.Range(0, users).Select(user =>
        {
            int[] own = [.. Enumerable.Range(0, items).Where(item => item % groups == user % groups)];
            random.Shuffle(own);
            return (own[..^3].Order().ToArray(), own[^1]);
        }), items);
    }

    public InteractionStore Store { get; }

    public string OutPath => _folder.PathOf("out");

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }
}
