using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Tests.Synthetic;

public class SyntheticCriteoTests
{
    private static readonly IProgress<double> s_quiet = new Progress<double>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_same_seed_makes_the_same_rows_on_any_number_of_threads(int parallelism)
    {
        using TemporaryFolder folder = new();
        SyntheticCriteoOptions options = new() { Rows = 50_000, Seed = 42 };
        StoreManifest expected = SyntheticCriteo.Generate(options with { Parallelism = 3 }, folder.PathOf("a"), s_quiet, TestContext.Current.CancellationToken);
        StoreManifest actual = SyntheticCriteo.Generate(options with { Parallelism = parallelism }, folder.PathOf("b"), s_quiet, TestContext.Current.CancellationToken);
        actual.Checksums.ShouldBe(expected.Checksums);
    }

    [Fact]
    public void Another_seed_makes_other_rows()
    {
        SyntheticBlock one = Fill(new() { Rows = 100, Seed = 1 }), two = Fill(new() { Rows = 100, Seed = 2 });
        one.Sparse[..2600].ShouldNotBe(two.Sparse[..2600]);
        one.Dense[..1300].ShouldNotBe(two.Dense[..1300]);
    }

    [Fact]
    public void A_longer_set_begins_with_the_shorter_one()
    {
        SyntheticBlock shorter = Fill(new() { Rows = 100 }), longer = Fill(new() { Rows = 200 });
        longer.Sparse[..2600].ShouldBe(shorter.Sparse[..2600]);
        shorter.Rows.ShouldBe(100);
        longer.Rows.ShouldBe(200);
    }

    [Fact]
    public void The_last_rows_are_held_out_and_the_manifest_says_what_made_them()
    {
        using TemporaryFolder folder = new();
        StoreManifest manifest = SyntheticCriteo.Generate(new() { Rows = 10_001, Seed = 9, TableCap = 1000, TestShare = 0.2 }, folder.PathOf("s"), s_quiet, TestContext.Current.CancellationToken);
        using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        store.Rows.ShouldBe(10_001);
        store.Manifest.TrainRows.ShouldBe(8_001);
        store.Manifest.Source.ShouldBe("recpipe data synth --preset criteo --rows 10001 --seed 9 --test-share 0.2 --table-cap 1000");
        store.Manifest.Dense.ShouldBe(CriteoSchema.DenseNames);
        store.TableRows.ShouldBe(CriteoTables.All.Select(table => Math.Min(table.Rows, 1000)));
        store.Labels.ToArray().Average(label => (double)label).ShouldBe(manifest.PositiveRate, 1e-12);
    }

    [Fact]
    public void Rows_above_the_cap_are_folded_in()
    {
        SyntheticBlock whole = Fill(new() { Rows = 5000 }), capped = Fill(new() { Rows = 5000, TableCap = 1000 });
        int[] folded = [.. whole.Sparse.Select((id, i) => id % Math.Min(1000, CriteoTables.All[i % CriteoSchema.SparseWidth].Rows))];
        capped.Sparse.SequenceEqual(folded).ShouldBeTrue();
    }

    [Fact]
    public void Every_option_out_of_range_is_named()
    {
        ConfigException error = Should.Throw<ConfigException>(() => new SyntheticCriteo(new() { Rows = 0, TableCap = 1, TestShare = 1, Parallelism = 0 }));
        error.Problems.Select(problem => problem.Field).ShouldBe(["--rows", "--table-cap", "--test-share", "parallelism"]);
        Should.Throw<ConfigException>(() => new SyntheticCriteo(new() { Rows = 1, TestShare = double.NaN }));
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => SyntheticCriteo.Generate(
            new() { Rows = 10_000_000 }, folder.PathOf("s"), new CancelAtFirst(stop), stop.Token));
        Directory.EnumerateFileSystemEntries(folder.Root).ShouldBeEmpty();
    }

    private static SyntheticBlock Fill(SyntheticCriteoOptions options)
    {
        SyntheticBlock block = new(SyntheticCriteo.BlockRows);
        new SyntheticCriteo(options).Fill(0, block);
        return block;
    }

    private sealed class CancelAtFirst(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}
