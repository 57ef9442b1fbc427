using System.Text.Json;
using CsCheck;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Ranking.Tests;

public class PipelineConfigTests
{
    private static readonly Gen<TimeSpan> s_times = Gen.Long[1, TimeSpan.TicksPerMinute].Select(TimeSpan.FromTicks);

    private static readonly Gen<StageConfig> s_stages =
        from name in Gen.String.AlphaNumeric.Null()
        from model in Gen.String.AlphaNumeric
        from keep in Gen.Int[1, 10_000]
        from budget in s_times.Nullable()
        from workers in Gen.String.AlphaNumeric.Array[0, 3]
        from retries in Gen.Int[0, 5].Nullable()
        from hedge in s_times.Nullable()
        select new StageConfig { Name = name, Model = model, Keep = keep, Budget = budget, Workers = workers, Retries = retries, HedgeAfter = hedge };

    private static readonly Gen<PipelineConfig> s_pipelines =
        from name in Gen.String.AlphaNumeric
        from deadline in s_times
        from objective in Gen.Select(Gen.Double[0.1, 99.9], s_times, (percentile, latency) => new LatencyObjective(percentile, latency)).Null()
        from degraded in Gen.Enum<DegradedPolicy>()
        from features in Gen.Enum<FeatureOrigin>()
        from stages in s_stages.Array[0, 4]
        select new PipelineConfig { Name = name, Deadline = deadline, Objective = objective, Degraded = degraded, Features = features, Stages = stages };

    [Fact]
    public void What_is_written_reads_back_the_same() => s_pipelines.Sample(pipeline =>
    {
        string json = JsonSerializer.Serialize(pipeline, ConfigFile.Json);
        PipelineConfig read = JsonSerializer.Deserialize<PipelineConfig>(json, ConfigFile.Json)!;
        (read with { Stages = [] }).ShouldBe(pipeline with { Stages = [] }, json);
        foreach ((StageConfig actual, StageConfig expected) in read.Stages.Zip(pipeline.Stages))
        {
            actual.Workers.ShouldBe(expected.Workers);
            (actual with { Workers = expected.Workers }).ShouldBe(expected);
        }
        read.Stages.Count.ShouldBe(pipeline.Stages.Count);
    });

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        PipelineConfig pipeline = Read("""{ "name": "p", "stages": [{ "model": "m", "keep": 3 }] /* comments and */, }""");
        pipeline.Deadline.ShouldBe(TimeSpan.FromSeconds(1));
        (pipeline.Degraded, pipeline.Features, pipeline.Objective).ShouldBe((DegradedPolicy.Answer, FeatureOrigin.Store, null));
        StageConfig stage = pipeline.Stages.Single();
        (stage.DisplayName, stage.EffectiveRetries, stage.Workers.Count, stage.Budget).ShouldBe(("m", 1, 0, null));
        (stage with { HedgeAfter = TimeSpan.FromMilliseconds(2) }).EffectiveRetries.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{ "stages": [] }""", "", "name")]
    [InlineData("""{ "name": "p", "stages": [{ "model": "m", "keep": "3" }] }""", "stages[0].keep", "")]
    [InlineData("""{ "name": "p", "stages": [{ "model": "m", "keep": 3, "kep": 4 }] }""", "stages[0].kep", "kep")]
    [InlineData("""{ "name": "p", "deadline": 5, "stages": [] }""", "deadline", "15ms")]
    [InlineData("""{ "name": "p", "degraded": "maybe", "stages": [] }""", "degraded", "")]
    [InlineData("""{ "name": null, "stages": [] }""", "name", "")]
    [InlineData("""{ "name": "p" """, "", "line 1")]
    [InlineData("null", "", "null")]
    public void A_file_that_does_not_fit_names_itself_and_the_field(string json, string field, string says)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            ConfigProblem problem = Should.Throw<ConfigException>(() => ConfigFile.Load<PipelineConfig>(path)).Problems.ShouldHaveSingleItem();
            (problem.File, problem.Field).ShouldBe((path, field));
            problem.ToString().ShouldContain(says);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_says_so() =>
        Should.Throw<ConfigException>(() => ConfigFile.Load<PipelineConfig>("no-such-file.json")).Message.ShouldContain("no such file");

    private static PipelineConfig Read(string json) => JsonSerializer.Deserialize<PipelineConfig>(json, ConfigFile.Json)!;
}
