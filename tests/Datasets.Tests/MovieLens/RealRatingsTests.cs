using RecPipe.Datasets.Description;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.MovieLens;

namespace RecPipe.Datasets.Tests.MovieLens;

/// <summary>The real files, where they are.</summary>
public sealed class RealRatingsTests : IDisposable
{
    private readonly Imports _imports = new();

    public void Dispose() => _imports.Dispose();

    [Fact]
    public void MovieLens_1M_has_994169_pairs_of_6040_users_and_3706_items_by_their_ids()
    {
        using InteractionStore store = Import(new() { KeepIds = true }, RatingsFormat.Table, "movielens-1m", "train.tsv.gz");
        (store.Users, store.Items, store.Manifest.HeldOutUsers, store.Manifest.TrainPairs).ShouldBe((6040, 3706, 6040, 994_169 - 6040));
        store.Manifest.Split.ShouldBe(HeldOutSplit.Random);
        InteractionDescription description = InteractionDescription.Of(store, TestContext.Current.CancellationToken);
        description.ItemsPerUser.Max.ShouldBe(2312); // 2,313 and one held out
        description.Density.ShouldBe(0.0441, tolerance: 0.0001);
        description.TopTenthShare.ShouldBe(0.445, tolerance: 0.002);
        description.Gini.ShouldBeInRange(0.6, 0.67);
    }

    [Fact]
    public void MovieLens_1M_has_3704_items_that_somebody_rated()
    {
        using InteractionStore store = Import(new() { Split = HeldOutSplit.None }, RatingsFormat.Table, "movielens-1m", "train.tsv.gz");
        (store.Users, store.Items, store.Manifest.TrainPairs).ShouldBe((6040, 3704, 994_169));
    }

    [Fact]
    public void MovieLens_100K_has_100000_ratings_of_943_users_and_1682_items()
    {
        using InteractionStore store = Import(new(), RatingsFormat.Table, "movielens-100k", "u.data.gz");
        (store.Users, store.Items, store.Manifest.HeldOutUsers, store.Manifest.TrainPairs).ShouldBe((943, 1682, 943, 100_000 - 943));
        store.Manifest.Split.ShouldBe(HeldOutSplit.Latest);
        store.UserIds[0].ShouldBe(196);
        store.ItemIds[0].ShouldBe(242);
    }

    [Fact]
    public void MovieLens_latest_small_has_100836_ratings_of_610_users_and_9724_items()
    {
        using InteractionStore store = Import(new(), RatingsFormat.Csv, "movielens-latest-small", "ratings.csv.gz");
        (store.Users, store.Items, store.Manifest.HeldOutUsers, store.Manifest.TrainPairs).ShouldBe((610, 9724, 610, 100_836 - 610));
        store.Manifest.Split.ShouldBe(HeldOutSplit.Latest);
    }

    [Fact]
    public void Msweb_has_98653_visits_of_32710_users_and_285_items()
    {
        using InteractionStore store = Import(new(), RatingsFormat.Table, "msweb", "visits.tsv.gz");
        (store.Users, store.Items, store.Manifest.HeldOutUsers).ShouldBe((32_710, 285, 32_710 - 9_994));
        (store.Manifest.TrainPairs + store.Manifest.HeldOutUsers).ShouldBe(98_653);
        store.Manifest.Split.ShouldBe(HeldOutSplit.Random);
    }

    private InteractionStore Import(MovieLensImportOptions options, RatingsFormat format, params string[] file)
    {
        MovieLensImportSummary summary = _imports.Summary(options, Repository.RealData(file), null, TestContext.Current.CancellationToken);
        (summary.Format, summary.RepeatedPairs, summary.BadLines).ShouldBe((format, 0, 0));
        return InteractionStore.Open(_imports.Folder.PathOf("s"));
    }
}
