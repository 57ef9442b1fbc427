using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Tests.Store;

public sealed class DamagedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _store;

    public DamagedStoreTests()
    {
        _store = _folder.PathOf("s");
        TinyStore.Write(_store, 100);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dense.f32", 1199)]
    [InlineData("sparse.i32", 0)]
    [InlineData("labels.u8", 101)]
    public void A_file_of_another_length_is_named_with_both_lengths(string name, int length)
    {
        using (FileStream file = File.OpenWrite(Path.Combine(_store, name)))
            file.SetLength(length);
        ConfigProblem problem = Problems().ShouldHaveSingleItem();
        problem.File.ShouldEndWith(name);
        problem.Problem.ShouldContain($"It is {length} bytes");
    }

    [Fact]
    public void Every_missing_file_is_named()
    {
        File.Delete(Path.Combine(_store, "dense.f32"));
        File.Delete(Path.Combine(_store, "labels.u8"));
        Problems().Select(problem => Path.GetFileName(problem.File)).ShouldBe(["dense.f32", "labels.u8"]);
    }

    [Fact]
    public void A_missing_manifest_or_folder_is_named()
    {
        File.Delete(Path.Combine(_store, "manifest.json"));
        Problems().ShouldHaveSingleItem().File.ShouldEndWith("manifest.json");
        Should.Throw<ConfigException>(() => FeatureStore.Open(_folder.PathOf("nowhere")));
    }

    [Fact]
    public void Every_changed_column_fails_its_checksum()
    {
        foreach (string name in new[] { "dense.f32", "labels.u8" })
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(_store, name));
            bytes[^1] ^= 1;
            File.WriteAllBytes(Path.Combine(_store, name), bytes);
        }
        using FeatureStore store = FeatureStore.Open(_store);
        ConfigException error = Should.Throw<ConfigException>(() => store.VerifyChecksums(TestContext.Current.CancellationToken));
        error.Problems.Select(problem => Path.GetFileName(problem.File)).ShouldBe(["dense.f32", "labels.u8"]);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version")]
    [InlineData("\"rows\": 100", "\"rows\": 0", "rows")]
    [InlineData("\"trainRows\": 99", "\"trainRows\": 101", "trainRows")]
    [InlineData("\"tableRows\": 100", "\"tableRows\": 0", "sparse[0].tableRows")]
    [InlineData("\"rows\": 100", "\"rows\": 3000000000", "rows")]
    [InlineData("\"source\"", "\"sauce\"", "sauce")]
    public void A_wrong_manifest_names_the_field(string original, string replacement, string field)
    {
        string path = Path.Combine(_store, "manifest.json");
        string text = File.ReadAllText(path);
        text.ShouldContain(original);
        File.WriteAllText(path, text.Replace(original, replacement, StringComparison.Ordinal));
        Problems().Select(problem => problem.Field).ShouldContain(field);
    }

    private IReadOnlyList<ConfigProblem> Problems() => Should.Throw<ConfigException>(() => FeatureStore.Open(_store)).Problems;
}
