using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests;

public class NeumfConfigTests
{
    [Fact]
    public void Everything_wrong_is_listed_with_its_field()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("bad.json"), """{ "name": "", "family": "dlrm", "gmfDim": -1, "mlp": [65, 0] }""");
        ConfigException error = Should.Throw<ConfigException>(() => NeumfConfig.Load(folder.PathOf("bad.json")));
        error.Problems.Select(problem => problem.Field).ShouldBe(["name", "family", "gmfDim", "mlp[1]", "mlp[0]"]);
        error.Problems.ShouldAllBe(problem => problem.File == folder.PathOf("bad.json"));
    }

    [Theory]
    [InlineData(8, new int[0], 8)]
    [InlineData(0, new[] { 64, 32, 16, 8 }, 8)]
    [InlineData(8, new[] { 64, 32, 16, 8 }, 16)]
    public void Either_tower_may_be_absent(int gmf, int[] mlp, int head)
    {
        NeumfConfig config = TestModels.Neumf(gmf, mlp);
        NeumfConfigCheck.Check("f", config).ShouldBeEmpty();
        config.HeadWidth.ShouldBe(head);
    }

    [Fact]
    public void Not_both() =>
        NeumfConfigCheck.Check("f", TestModels.Neumf(0, [])).ShouldHaveSingleItem().Problem.ShouldContain("neither tower");

    [Fact]
    public void A_tower_of_embeddings_alone_is_refused() =>
        NeumfConfigCheck.Check("f", TestModels.Neumf(0, [8])).ShouldHaveSingleItem().Field.ShouldBe("mlp");

    [Theory]
    [InlineData("rm-small", typeof(DlrmConfig))]
    [InlineData("neumf-1m-small", typeof(NeumfConfig))]
    public void A_file_loads_as_the_family_it_names(string name, Type family) =>
        ModelConfigs.Load(Repository.PathOf("configs", "models", name + ".json")).ShouldBeOfType(family);

    [Theory]
    [InlineData("""{ "name": "m", "family": "din" }""", "\"din\" is no model family here")]
    [InlineData("""{ "name": "m" }""", "There is none")]
    public void A_family_nobody_knows_is_refused(string json, string problem)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("m.json"), json);
        ConfigProblem only = Should.Throw<ConfigException>(() => ModelConfigs.Load(folder.PathOf("m.json"))).Problems.ShouldHaveSingleItem();
        only.Field.ShouldBe("family");
        only.Problem.ShouldContain(problem);
        only.Remedy.ShouldContain("\"dlrm\" or \"neumf\"");
    }
}
