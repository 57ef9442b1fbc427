using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Training.Sweeps;

namespace RecPipe.Training.Tests.Sweeps;

public sealed class SweepExperimentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_shipped_space_has_at_least_24_valid_configurations()
    {
        IReadOnlyList<DlrmConfig> grid = SweepExperiment.Load(Repository.PathOf("configs", "experiments", "models", "dlrm-space.json")).Configurations(13);
        grid.Count.ShouldBeGreaterThanOrEqualTo(24);
        grid.Select(config => config.Name).ShouldBeUnique();
        grid.SelectMany(config => DlrmConfigCheck.Check(config.Name, config)).ShouldBeEmpty();
        grid.ShouldContain(config => config.BottomMlp.SequenceEqual(new[] { 13, 64, 4 }) && config.TopMlp.SequenceEqual(new[] { 64, 1 })); // the paper's RM-small
        grid.ShouldContain(config => config.BottomMlp.SequenceEqual(new[] { 13, 512, 256, 128, 64, 32 }) && config.TopMlp.SequenceEqual(new[] { 96, 1 })); // and RM-large
    }

    [Fact]
    public void Everything_wrong_is_listed_at_once()
    {
        string path = _folder.PathOf("x.json");
        File.WriteAllText(path, """
            { "name": "x", "family": "neumf", "embeddingDims": [4, 0, 4], "bottomMlps": [], "topMlps": [[64], [-1]], "interactions": ["dot", "dot"],
              "training": { "seed": 7, "epochs": 0 }, "seeds": [1, 1] }
            """);
        Should.Throw<ConfigException>(() => SweepExperiment.Load(path)).Problems.Select(problem => problem.Field).ShouldBe(
            ["family", "embeddingDims[1]", "embeddingDims[2]", "bottomMlps", "topMlps[1]", "interactions[1]", "seeds[1]", "training.seed", "training (--epochs)"]);
    }

    [Fact]
    public void A_grid_beyond_all_patience_is_refused()
    {
        string path = _folder.PathOf("x.json");
        File.WriteAllText(path, $$"""{ "name": "x", "family": "dlrm", "embeddingDims": [4], "bottomMlps": [[4]], "topMlps": [[4]], "seeds": [{{string.Join(',', Enumerable.Range(1, 10_001))}}] }""");
        Should.Throw<ConfigException>(() => SweepExperiment.Load(path)).Message.ShouldContain("10001 runs");
    }
}
