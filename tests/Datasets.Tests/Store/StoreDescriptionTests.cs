using RecPipe.Datasets.Description;
using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Tests.Store;

public class StoreDescriptionTests
{
    [Fact]
    public void Counts_what_is_in_the_store()
    {
        using TemporaryFolder folder = new();
        using (FeatureStoreWriter writer = new(folder.PathOf("s"), 1, 2))
        {
            for (int row = 0; row < 100; row++)
                writer.Append([row < 40 ? 0 : row], [row < 60 ? 3 : row % 20 + 10, row == 7 ? 2 : 0], [(byte)(row % 4 == 0 ? 1 : 0)]);
            writer.Complete(manifest => manifest with
            {
                Source = "a test",
                TrainRows = 80,
                Dense = ["d"],
                Sparse = [new("x", 50, MissingRow: 3), new("y", 3, OverflowRow: 2)],
            });
        }
        using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        StoreDescription description = StoreDescription.Of(store, TestContext.Current.CancellationToken);
        description.Source.ShouldBe("a test");
        description.Train.ShouldBe(new SplitDescription(80, 0.25));
        description.Test.ShouldBe(new SplitDescription(20, 0.25));
        description.Tables.ShouldBe([new("x", 50, 21, 0.6, 0.78, 0.6, 0), new("y", 3, 2, 0.99, 1, 0, 0.01)]);
        description.Dense.ShouldBe([new("d", 41.7, 0.4, 0, 49, 94, 98, 99)]);
    }

    [Fact]
    public void A_store_without_held_out_rows_has_no_test_click_rate()
    {
        using TemporaryFolder folder = new();
        using (FeatureStoreWriter writer = new(folder.PathOf("s"), 0, 1))
        {
            writer.Append([], [1], [1]);
            writer.Complete(manifest => manifest with { Sparse = [new("x", 2)] });
        }
        using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        StoreDescription.Of(store, TestContext.Current.CancellationToken).Test.ShouldBe(new SplitDescription(0, null));
    }

    [Fact]
    public void A_value_outside_its_table_is_named()
    {
        using TemporaryFolder folder = new();
        using (FeatureStoreWriter writer = new(folder.PathOf("s"), 0, 1))
        {
            writer.Append([], [1, 5, 0], [1, 0, 0]);
            writer.Complete(manifest => manifest with { Sparse = [new("x", 5)] });
        }
        using FeatureStore store = FeatureStore.Open(folder.PathOf("s"));
        ConfigProblem problem = Should.Throw<ConfigException>(() => StoreDescription.Of(store, TestContext.Current.CancellationToken)).Problems.ShouldHaveSingleItem();
        problem.Field.ShouldBe("x");
        problem.Problem.ShouldBe("Row 1 has the value 5, its table has 5 rows.");
    }
}
