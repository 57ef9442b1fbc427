using RecPipe.Datasets.Description;
using RecPipe.Datasets.Interactions;

namespace RecPipe.Datasets.Tests.Interactions;

public class InteractionDescriptionTests
{
    [Fact]
    public void Counts_what_is_in_the_store()
    {
        using TemporaryFolder folder = new();
        TinyInteractions.Write(folder.PathOf("s"));
        using InteractionStore store = InteractionStore.Open(folder.PathOf("s"));
        InteractionDescription description = InteractionDescription.Of(store, TestContext.Current.CancellationToken);
        // Items are taken 2, 1, 2, 1, 2 and 1 times; users have 3, 0, 1 and 5 items.
        description.ShouldBe(new("a test", 4, 6, 9, 3, HeldOutSplit.Random, 9.0 / 24, new(0, 2.25, 1, 5, 5), new(1, 1.5, 1, 2, 2), 0, 1, 2.0 / 9, 2.0 / 9, description.Gini));
        description.Gini.ShouldBe(1.0 / 6, tolerance: 1e-12);
    }
}
