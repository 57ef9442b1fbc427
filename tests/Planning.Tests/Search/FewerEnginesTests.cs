using RecPipe.Planning.Designs;
using RecPipe.Planning.Search;

namespace RecPipe.Planning.Tests.Search;

public class FewerEnginesTests
{
    /// <summary>Two stages that share 16 engines in every way that leaves none idle.</summary>
    private static readonly Design[] s_splits = [.. Enumerable.Range(1, 15).Select(first => Of(first, 16 - first))];

    [Fact]
    public void Every_number_of_engines_is_there_once_when_there_is_room()
    {
        (IReadOnlyList<Design> designs, string leftOut) = FewerEngines.Of(s_splits, 1000);
        designs.Select(Engines).Order().ShouldBe(Enumerable.Range(1, 15).SelectMany(first => Enumerable.Range(1, 16 - first).Select(second => (first, second))).Order());
        leftOut.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    [InlineData(22)]
    public void With_less_room_numbers_are_left_out_but_no_design_that_was_given_and_the_smallest_stays(int most)
    {
        (IReadOnlyList<Design> designs, string leftOut) = FewerEngines.Of(s_splits, most);
        designs.Count.ShouldBeInRange(s_splits.Length + 1, most);
        designs.Select(design => design.Key).ShouldBeUnique();
        s_splits.ShouldAllBe(split => designs.Select(Engines).Contains(Engines(split)));
        designs.Select(Engines).ShouldContain((1, 1));
        leftOut.ShouldContain("other numbers of engines than 1, ");
    }

    [Fact]
    public void Where_there_is_no_room_it_is_said()
    {
        (IReadOnlyList<Design> designs, string leftOut) = FewerEngines.Of(s_splits, 10);
        designs.ShouldBe(s_splits);
        leftOut.ShouldContain("costs are those of all hardware");
    }

    private static (int, int) Engines(Design design) => (design.Stages[0].Engines, design.Stages[1].Engines);

    private static Design Of(int first, int second) => new() { Stages = [Stage("a", 100, first), Stage("b", 10, second)] };

    private static DesignedStage Stage(string model, int items, int engines) => new() { Model = model, Items = items, Keep = 1, Backend = "cpu", Hardware = "box", Engines = engines };
}
