using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests;

public class DlrmConfigTests
{
    [Fact]
    public void Everything_wrong_is_listed_with_its_field()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("bad.json"), """{ "name": "../x", "family": "ncf", "embeddingDim": 0, "bottomMlp": [13, -1, 4], "topMlp": [64, 2] }""");
        ConfigException error = Should.Throw<ConfigException>(() => DlrmConfig.Load(folder.PathOf("bad.json")));
        error.Problems.Select(problem => problem.Field).ShouldBe(["name", "family", "embeddingDim", "bottomMlp[1]", "bottomMlp[2]", "topMlp[1]"]);
        error.Problems.ShouldAllBe(problem => problem.File == folder.PathOf("bad.json"));
    }

    [Fact]
    public void Missing_layers_are_problems() =>
        DlrmConfigCheck.Check("f", TestModels.Config(4, [], []) with { TopMlp = [] }).Select(problem => problem.Field).ShouldBe(["bottomMlp", "topMlp"]);

    [Theory]
    [InlineData(Interaction.Dot, 4 + 351)]
    [InlineData(Interaction.Cat, 27 * 4)]
    public void The_interaction_sets_the_width_of_the_top(Interaction interaction, int width) =>
        TestModels.Config(4, [13], [8], interaction).InteractionWidth(26).ShouldBe(width);
}
