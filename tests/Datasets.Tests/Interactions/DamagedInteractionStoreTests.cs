using RecPipe.Datasets.Interactions;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Tests.Interactions;

public sealed class DamagedInteractionStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _store;

    public DamagedInteractionStoreTests()
    {
        _store = _folder.PathOf("s");
        TinyInteractions.Write(_store);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version")]
    [InlineData("\"users\": 4", "\"users\": 0", "users")]
    [InlineData("\"items\": 6", "\"items\": -1", "items")]
    [InlineData("\"trainPairs\": 9", "\"trainPairs\": -9", "trainPairs")]
    [InlineData("\"trainPairs\": 9", "\"trainPairs\": 25", "trainPairs")]
    [InlineData("\"heldOutUsers\": 3", "\"heldOutUsers\": 5", "heldOutUsers")]
    [InlineData("\"heldOutUsers\": 3", "\"heldOutUsers\": 2", "heldOutUsers")]
    [InlineData("\"split\": \"random\"", "\"split\": \"newest\"", "split")]
    [InlineData("\"source\"", "\"sauce\"", "sauce")]
    public void A_wrong_manifest_names_the_field(string original, string replacement, string field)
    {
        string path = Path.Combine(_store, "interactions.json"), text = File.ReadAllText(path);
        text.ShouldContain(original);
        File.WriteAllText(path, text.Replace(original, replacement, StringComparison.Ordinal));
        Problems().Select(problem => problem.Field).ShouldContain(field);
    }

    [Fact]
    public void Every_missing_or_cut_file_is_named()
    {
        File.Delete(Path.Combine(_store, "held-out.i32"));
        using (FileStream file = File.OpenWrite(Path.Combine(_store, "items.i32")))
            file.SetLength(35);
        Problems().Select(problem => Path.GetFileName(problem.File)).ShouldBe(["items.i32", "held-out.i32"]);
    }

    [Theory]
    [InlineData("items.i32", 1, 6, "user 0", "Item 6 is outside 0 to 5.")]
    [InlineData("items.i32", 1, 0, "user 0", "Item 0 follows item 0; items ascend.")]
    [InlineData("items.i32", 3, -1, "user 2", "Item -1 is outside 0 to 5.")]
    [InlineData("held-out.i32", 1, 6, "user 1", "Item 6 is outside -1 to 5.")]
    [InlineData("held-out.i32", 0, 2, "user 0", "Item 2 is held out and a training item.")]
    [InlineData("offsets.i64", 0, 1, "", "It runs from 1 to 9, the manifest asks for 0 to 9.")]
    [InlineData("offsets.i64", 2, 2147483647, "user 0", "2147483647 items of 6.")]
    [InlineData("offsets.i64", 4, 2, "user 1", "-1 items of 6.")]
    public void A_number_out_of_its_place_is_named(string name, int word, int value, string where, string problem)
    {
        using (FileStream file = File.OpenWrite(Path.Combine(_store, name)))
        {
            file.Position = word * sizeof(int);
            file.Write(BitConverter.GetBytes(value));
        }
        Problems().ShouldContain(p => Path.GetFileName(p.File) == name && p.Field == where && p.Problem == problem);
    }

    [Fact]
    public void A_changed_column_fails_its_checksum()
    {
        using (FileStream file = File.OpenWrite(Path.Combine(_store, "user-ids.i64")))
            file.WriteByte(1);
        using InteractionStore store = InteractionStore.Open(_store);
        Should.Throw<ConfigException>(() => store.VerifyChecksums(TestContext.Current.CancellationToken)).Problems.ShouldHaveSingleItem().File.ShouldEndWith("user-ids.i64");
    }

    private IReadOnlyList<ConfigProblem> Problems() => Should.Throw<ConfigException>(() => InteractionStore.Open(_store)).Problems;
}
