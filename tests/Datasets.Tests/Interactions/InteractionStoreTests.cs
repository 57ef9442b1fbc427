using CsCheck;
using RecPipe.Datasets.Interactions;

namespace RecPipe.Datasets.Tests.Interactions;

public sealed class InteractionStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gives_back_what_was_written()
    {
        InteractionManifest written = TinyInteractions.Write(_folder.PathOf("s"));
        using InteractionStore store = InteractionStore.Open(_folder.PathOf("s"));
        (store.Users, store.Items).ShouldBe((4, 6));
        (written with { Checksums = store.Manifest.Checksums }).ShouldBe(store.Manifest);
        store.Manifest.Checksums.ShouldBe(written.Checksums);
        (store.Manifest.TrainPairs, store.Manifest.HeldOutUsers, store.Manifest.Split, store.Manifest.Seed).ShouldBe((9, 3, HeldOutSplit.Random, 9UL));
        store.ItemsOf(0).ToArray().ShouldBe([0, 2, 5]);
        store.ItemsOf(1).ToArray().ShouldBeEmpty();
        store.ItemsOf(3).ToArray().ShouldBe([0, 1, 2, 3, 4]);
        store.HeldOut.ToArray().ShouldBe([1, 3, -1, 5]);
        store.UserIds.ToArray().ShouldBe([100, 101, 7, -3]);
        store.ItemIds.ToArray().ShouldBe([10, 11, 12, 13, 14, 15]);
        Enumerable.Range(-1, 8).Where(item => store.Interacted(0, item)).ShouldBe([0, 2, 5]);
        store.VerifyChecksums(TestContext.Current.CancellationToken);
        Should.Throw<ArgumentOutOfRangeException>(() => store.ItemsOf(4).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => store.ItemsOf(-1).Length);
    }

    [Fact]
    public void Any_store_gives_back_what_was_written()
    {
        Gen.Select(Gen.Int[0, 40].HashSet[0, 20].Select(set => set.Order().ToArray()), Gen.Int[-1, 40]).Array[1, 20].Sample(users =>
        {
            string place = _folder.PathOf(Guid.NewGuid().ToString());
            (int[] Items, int HeldOut)[] expected = [.. users.Select(user => (user.Item1, user.Item1.Contains(user.Item2) ? -1 : user.Item2))];
            using (InteractionStoreWriter writer = new(place))
            {
                foreach ((int[] items, int heldOut) in expected)
                    writer.Append(items, heldOut, heldOut * 2);
                writer.Complete(new long[41], manifest => manifest);
            }
            using InteractionStore store = InteractionStore.Open(place);
            for (int user = 0; user < expected.Length; user++)
            {
                store.ItemsOf(user).ToArray().ShouldBe(expected[user].Items);
                store.HeldOut[user].ShouldBe(expected[user].HeldOut);
            }
        }, iter: 50);
    }

    [Fact]
    public void Nothing_is_there_until_it_is_complete_and_giving_up_leaves_nothing()
    {
        using (InteractionStoreWriter writer = new(_folder.PathOf("s")))
        {
            writer.Append([1], -1, 0);
            Directory.Exists(_folder.PathOf("s")).ShouldBeFalse();
            Should.Throw<InvalidOperationException>(() => writer.Complete([5], manifest => manifest)).Message.ShouldContain("greatest item 1");
        }
        Directory.EnumerateFileSystemEntries(_folder.Root).ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() =>
        {
            using InteractionStoreWriter empty = new(_folder.PathOf("s"));
            empty.Complete([5], manifest => manifest);
        });
    }

    [Fact]
    public void Users_with_items_out_of_order_or_held_out_and_learned_from_are_refused()
    {
        using InteractionStoreWriter writer = new(_folder.PathOf("s"));
        Should.Throw<ArgumentException>(() => writer.Append([2, 1], -1, 0));
        Should.Throw<ArgumentException>(() => writer.Append([1, 1], -1, 0));
        Should.Throw<ArgumentException>(() => writer.Append([-1, 1], -1, 0));
        Should.Throw<ArgumentException>(() => writer.Append([1, 2], 2, 0));
        Should.Throw<ArgumentException>(() => writer.Append([1, 2], -2, 0));
    }

    [Fact]
    public void Says_so_when_it_is_used_after_it_was_disposed()
    {
        TinyInteractions.Write(_folder.PathOf("s"));
        InteractionStore store = InteractionStore.Open(_folder.PathOf("s"));
        store.Dispose();
        store.Dispose();
        Should.Throw<ObjectDisposedException>(() => store.ItemsOf(0).Length);
        Should.Throw<ObjectDisposedException>(() => store.HeldOut.Length);
    }
}
