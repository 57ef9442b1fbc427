using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Ranking.Tests;

public sealed class NullEntryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "name": "p", "stages": [null] }""", "stages[0]")]
    [InlineData("""{ "name": "p", "stages": [{ "model": "m", "keep": 1, "workers": ["http://127.0.0.1:1", null] }] }""", "stages[0].workers[1]")]
    public void A_null_in_a_list_is_refused_with_its_path(string json, string field)
    {
        string file = _folder.PathOf("pipeline.json");
        File.WriteAllText(file, json);

        ConfigProblem problem = Should.Throw<ConfigException>(() => ConfigFile.Load<PipelineConfig>(file)).Problems.ShouldHaveSingleItem();

        problem.File.ShouldBe(file);
        problem.Field.ShouldBe(field);
    }
}
