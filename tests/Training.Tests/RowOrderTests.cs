namespace RecPipe.Training.Tests;

public class RowOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(600_000)]
    public void Visits_every_row_once(int rows) => RowOrder.Of(rows, 1, 1).Order().SequenceEqual(Enumerable.Range(0, rows)).ShouldBeTrue();

    [Fact]
    public void Follows_the_seed_and_the_epoch()
    {
        RowOrder.Of(100, 1, 1).ShouldBe(RowOrder.Of(100, 1, 1));
        RowOrder.Of(100, 1, 2).ShouldNotBe(RowOrder.Of(100, 1, 1));
        RowOrder.Of(100, 2, 1).ShouldNotBe(RowOrder.Of(100, 1, 1));
    }
}
