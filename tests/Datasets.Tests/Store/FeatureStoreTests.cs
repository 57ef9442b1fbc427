using System.Diagnostics;
using CsCheck;
using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Tests.Store;

public class FeatureStoreTests
{
    [Fact]
    public void Gives_back_what_was_written()
    {
        using TemporaryFolder folder = new();
        StoreManifest written = TinyStore.Write(folder.PathOf("s"), 100);
        using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        store.Rows.ShouldBe(100);
        store.TableRows.ShouldBe([100, 101]);
        store.Manifest.Checksums.ShouldBe(written.Checksums);
        store.Manifest.Sparse.ShouldBe(written.Sparse);
        store.Manifest.PositiveRate.ShouldBe(0.34);
        store.Labels.ToArray().ShouldBe(Enumerable.Range(0, 100).Select(TinyStore.Label));
        for (int row = 0; row < 100; row++)
        {
            store.DenseRow(row).ToArray().ShouldBe([TinyStore.Dense(row, 0), TinyStore.Dense(row, 1), TinyStore.Dense(row, 2)]);
            store.SparseRow(row).ToArray().ShouldBe([TinyStore.Sparse(row, 0), TinyStore.Sparse(row, 1)]);
        }
        store.VerifyChecksums(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Gathers_any_rows_in_any_order_from_many_threads()
    {
        using TemporaryFolder folder = new();
        TinyStore.Write(folder.PathOf("s"), 500);
        using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        Gen.Int[0, 499].Array[0, 200].Sample(ids =>
        {
            float[] dense = new float[ids.Length * 3];
            int[] sparse = new int[ids.Length * 2];
            store.Gather(ids, dense, sparse);
            dense.ShouldBe(ids.SelectMany(row => Enumerable.Range(0, 3).Select(column => TinyStore.Dense(row, column))));
            sparse.ShouldBe(ids.SelectMany(row => Enumerable.Range(0, 2).Select(column => TinyStore.Sparse(row, column))));
        });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    [InlineData(int.MinValue)]
    public void Refuses_ids_outside(int id)
    {
        using TemporaryFolder folder = new();
        TinyStore.Write(folder.PathOf("s"), 100);
        using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        Should.Throw<ArgumentOutOfRangeException>(() => store.Gather([0, id], new float[6], new int[4]));
        Should.Throw<ArgumentOutOfRangeException>(() => store.DenseRow(id).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => store.SparseRow(id).Length);
    }

    [Fact]
    public void Refuses_tensors_that_are_too_short()
    {
        using TemporaryFolder folder = new();
        TinyStore.Write(folder.PathOf("s"), 100);
        using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        Should.Throw<ArgumentOutOfRangeException>(() => store.Gather([0, 1], new float[5], new int[4])).ParamName.ShouldBe("dense");
        Should.Throw<ArgumentOutOfRangeException>(() => store.Gather([0, 1], new float[6], new int[3])).ParamName.ShouldBe("sparse");
    }

    [Fact]
    public void Says_so_when_it_is_used_after_it_was_disposed()
    {
        using TemporaryFolder folder = new();
        TinyStore.Write(folder.PathOf("s"), 10);
        FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        store.Dispose();
        store.Dispose();
        Should.Throw<ObjectDisposedException>(() => store.Gather([0], new float[3], new int[2]));
        Should.Throw<ObjectDisposedException>(() => store.Labels.Length);
        Should.Throw<ObjectDisposedException>(() => store.DenseRow(0).Length);
    }

    [Fact]
    public void Opens_a_store_of_the_size_of_all_of_Criteo_in_milliseconds_and_reaches_its_last_row()
    {
        const int Rows = 45_840_617;
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.PathOf("s"));
        string[] files = ["dense.f32", "sparse.i32", "labels.u8"];
        foreach ((string name, long bytes) in files.Zip([Rows * 13L * 4, Rows * 26L * 4, Rows]))
        {
            using FileStream sparseFile = File.Create(folder.PathOf("s", name));
            sparseFile.SetLength(bytes);
        }
        using (FileStream last = File.OpenWrite(folder.PathOf("s", "sparse.i32")))
        {
            last.Seek(-4, SeekOrigin.End);
            last.Write([1, 2, 0, 0]);
        }
        ConfigFile.Save(folder.PathOf("s", StoreManifest.FileName), new StoreManifest
        {
            Version = 1,
            Source = "zeros",
            Rows = Rows,
            TrainRows = Rows,
            PositiveRate = 0,
            Dense = [.. Enumerable.Range(1, 13).Select(i => $"I{i}")],
            Sparse = [.. Enumerable.Range(1, 26).Select(i => new SparseFeature($"C{i}", 10_000_000))],
            Checksums = files.ToDictionary(name => name, _ => "unknown"),
        });
        FeatureStore.Open(folder.PathOf("s")).Dispose();
        TimeSpan fastest = TimeSpan.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
            store.SparseRow(Rows - 1)[25].ShouldBe(0x201);
        }
        fastest.ShouldBeLessThan(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void A_store_may_have_no_dense_features()
    {
        using TemporaryFolder folder = new();
        using (FeatureStoreWriter writer = new(folder.PathOf("s"), 0, 1))
        {
            writer.Append([], [4, 2], [0, 1]);
            writer.Complete(manifest => manifest with { Sparse = [new("item", 5)] });
        }
        using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        int[] sparse = new int[2];
        store.Gather([1, 0], [], sparse);
        sparse.ShouldBe([2, 4]);
    }
}
