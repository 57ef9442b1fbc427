using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Tests.Store;

public sealed class FeatureStoreWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_there_until_it_is_complete()
    {
        string store = _folder.PathOf("s");
        using FeatureStoreWriter writer = new(store, TinyStore.DenseWidth, TinyStore.SparseWidth);
        TinyStore.Append(writer, 0, 10);
        Directory.Exists(store).ShouldBeFalse();
        writer.Complete(TinyStore.Describe);
        Directory.EnumerateFileSystemEntries(_folder.Root).ShouldBe([store]);
    }

    [Fact]
    public void Giving_up_leaves_nothing_behind()
    {
        using (FeatureStoreWriter writer = new(_folder.PathOf("s"), TinyStore.DenseWidth, TinyStore.SparseWidth))
            TinyStore.Append(writer, 0, 10);
        Directory.EnumerateFileSystemEntries(_folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_folder_that_is_there_is_filled_or_left_empty()
    {
        string store = Directory.CreateDirectory(_folder.PathOf("s")).FullName;
        using (FeatureStoreWriter writer = new(store, TinyStore.DenseWidth, TinyStore.SparseWidth))
            TinyStore.Append(writer, 0, 10);
        Directory.EnumerateFileSystemEntries(store).ShouldBeEmpty();
        TinyStore.Write(store, 10);
        Directory.EnumerateFileSystemEntries(store).Count().ShouldBe(4);
        using FeatureStore opened = FeatureStore.Open(store);
        opened.Rows.ShouldBe(10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_there_is_not_touched(bool isFile)
    {
        string place = _folder.PathOf("s"), file = isFile ? place : Path.Combine(Directory.CreateDirectory(place).FullName, "mine");
        File.WriteAllText(file, "mine");
        Should.Throw<ConfigException>(() => new FeatureStoreWriter(place, 3, 2)).Message.ShouldContain("there already");
        File.ReadAllText(file).ShouldBe("mine");
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_a_problem_of_the_configuration()
    {
        File.WriteAllText(_folder.PathOf("file"), "");
        Should.Throw<ConfigException>(() => new FeatureStoreWriter(_folder.PathOf("file", "s"), 3, 2));
    }

    [Fact]
    public void Blocks_must_fit_and_there_must_be_rows()
    {
        using FeatureStoreWriter writer = new(_folder.PathOf("s"), 3, 2);
        Should.Throw<ArgumentException>(() => writer.Append(new float[3], new int[3], new byte[1]));
        Should.Throw<ArgumentException>(() => writer.Append(new float[6], new int[2], new byte[1]));
        Should.Throw<InvalidOperationException>(() => writer.Complete(TinyStore.Describe));
        TinyStore.Append(writer, 0, 1);
        Should.Throw<ArgumentException>(() => writer.Complete(manifest => manifest));
    }
}
