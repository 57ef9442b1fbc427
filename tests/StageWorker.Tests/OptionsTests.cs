using Microsoft.Extensions.Configuration;
using RecPipe.Ranking.Configuration;

namespace RecPipe.StageWorker.Tests;

public class OptionsTests(TinyWorld world)
{
    [Fact]
    public void Everything_wrong_is_listed_with_field_and_remedy()
    {
        ConfigException e = Should.Throw<ConfigException>(() => StageWorkerHost.Build(Read(
            "Engines=0", "QueueCapacity=-1", "MaxCandidates=0", "SubBatchRows=-2", "Models=nowhere", "Data=neither", "Listen:Grpc=5101", "Listen:Http=host:http")));
        e.Problems.Select(problem => problem.Field).ShouldBe(
        [
            "Worker:Engines", "Worker:QueueCapacity", "Worker:MaxCandidates", "Worker:SubBatchRows",
            "Worker:Models", "Worker:Data", "Worker:Listen:Grpc", "Worker:Listen:Http",
        ]);
        e.Problems.ShouldAllBe(problem => problem.Remedy.Length > 0);
    }

    [Theory]
    [InlineData("Enginez=2", "Enginez")]
    [InlineData("Engines=two", "Worker:Engines")]
    public void An_unknown_setting_or_a_wrong_type_is_refused(string setting, string named) =>
        Should.Throw<ConfigException>(() => Read(setting)).Message.ShouldContain(named);

    [Fact]
    public void A_backend_this_build_lacks_names_the_remedy()
    {
        StageWorkerOptions options = new() { Models = world.ModelsFolder, Backend = "cuda", Listen = new() };
        Should.Throw<ConfigException>(() => StageWorkerHost.Build(options)).Problems[0].Field.ShouldBe("Worker:Backend");
    }

    private static StageWorkerOptions Read(params string[] settings) => StageWorkerOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create($"Worker:{pair[0]}", (string?)pair[1])))
        .Build());
}
