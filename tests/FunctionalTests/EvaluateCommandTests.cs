using System.Text.Json.Nodes;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.FunctionalTests;

/// <summary>`recpipe evaluate`, typed.</summary>
public sealed class EvaluateCommandTests(World world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_prints_the_quality_of_pipelines_and_scores_nothing_twice()
    {
        string[] arguments = ["--pipeline", "two-stage", "one-stage", "--queries", "20", "--candidates", "1024", "--k", "10", "--bootstrap", "200", "--json"];
        JsonNode first = Json(await Run(0, arguments)), again = Json(await Run(0, arguments));

        double ndcg = (double)first["ndcg@10"]!;
        ndcg.ShouldBeInRange(0.3, 1);
        foreach (string key in (string[])["hitRate@10", "mrr", "recall@10", "auc", "logLoss"])
            ((double)first[key]!).ShouldBe((double)first["pipelines"]![0]![key]!, key);
        JsonArray interval = first["pipelines"]![0]!["intervals"]!["ndcg@10"]!.AsArray();
        ndcg.ShouldBeInRange((double)interval[0]!, (double)interval[1]!);
        first["pipelines"]![1]!["differencesFromFirst"]!["ndcg@10"]!.AsArray().Count.ShouldBe(2);
        first["models"]!.AsArray().ShouldAllBe(model => (int)model!["computed"]! > 0);
        again["models"]!.AsArray().ShouldAllBe(model => (int)model!["computed"]! == 0);
        ((double)again["ndcg@10"]!).ShouldBe(ndcg);
    }

    [Fact]
    public async Task A_model_of_another_split_is_said_to_know_what_is_held_out_and_mixed_columns_are_refused()
    {
        ConfigFile.Save(_folder.PathOf("small.json"), new PipelineConfig { Name = "small", Stages = [new() { Model = "neumf-1m-small", Keep = 10 }] });
        string ratings = _folder.PathOf("ratings.dat");
        File.WriteAllLines(ratings, from user in Enumerable.Range(1, 20) from n in Enumerable.Range(0, 20) select $"{user}::{(user * 7 + n * 11) % 200}::5::{n}");
        foreach (string split in (string[])["latest", "random"])
            await Cli(0, "data", "import", "movielens", ratings, "--split", split, "--out", _folder.PathOf(split));
        await Cli(0, "train", "--model", Repository.PathOf("configs", "models", "neumf-1m-small.json"), "--data", _folder.PathOf("latest"), "--out", _folder.PathOf("models"), "--epochs", "1");

        string own = await Evaluate("latest"), other = await Evaluate("random");
        own.ShouldNotContain("may be what it learned from");
        ((bool)Json(own)["models"]![0]!["learnedElsewhere"]!).ShouldBeFalse();
        other.ShouldContain("may be what it learned from");
        ((bool)Json(other)["models"]![0]!["learnedElsewhere"]!).ShouldBeTrue();

        foreach (string column in (string[])["held-out.i32", "items.i32", "offsets.i64"]) // a store of sound numbers that are not its manifest's
            File.Copy(_folder.PathOf("random", column), _folder.PathOf("latest", column), overwrite: true);
        (await Evaluate("latest", exitCode: 2)).ShouldContain("held-out.i32: Its checksum is ");

        Task<string> Evaluate(string split, int exitCode = 0) =>
            Cli(exitCode, "evaluate", "--models", _folder.PathOf("models"), "--data", _folder.PathOf(split), "--pipeline", _folder.PathOf("small.json"), "--json");
    }

    [Fact]
    public async Task It_tries_keeps_and_knows_the_artefacts_metrics()
    {
        string text = await Run(0, "--pipeline", "three-stage", "--keeps", "64,128,256,2048", "--queries", "5", "--candidates", "1024", "--mode", "parity");
        text.ShouldContain("256 > 128 > 64"); // the last stage keeps 64, a query has 1024: nothing else fits
        text.ShouldContain("1 pipelines in");
        text.ShouldContain("allOnesDcgRatio@64");
    }

    [Theory]
    [InlineData("stages[1].keep: It keeps 64, and the first 65 are judged.", "--pipeline", "two-stage", "--k", "65")]
    [InlineData("There is neither such a file nor such a shipped name.", "--pipeline", "four-stage")]
    [InlineData("candidates: 100000 candidates a query; ", "--pipeline", "one-stage", "--candidates", "100000")]
    [InlineData("None of the keeps 8,16 fits", "--pipeline", "two-stage", "--keeps", "8,16")]
    [InlineData("--keeps: \"many\" is not a number", "--pipeline", "two-stage", "--keeps", "many")]
    [InlineData("it has rows, no users", "--pipeline", "one-stage", "--protocol", "ncf")]
    [InlineData("--bootstrap: 7 samples. Draw at least 100", "--pipeline", "one-stage", "--bootstrap", "7")]
    [InlineData("There is no model \"neumf-1m-large\" in it.", "--pipeline", "movielens/neumf-one-stage.json")]
    public async Task What_cannot_be_judged_is_one_clear_error(string error, params string[] arguments)
    {
        arguments = [.. arguments.Select(argument => argument.StartsWith("movielens", StringComparison.Ordinal) ? Repository.PathOf("configs", "pipelines", argument) : argument)];
        (await Run(2, arguments)).ShouldContain(error);
    }

    [Fact]
    public async Task A_pipeline_that_keeps_more_and_more_is_refused_as_serving_would()
    {
        ConfigFile.Save(_folder.PathOf("growing.json"), new PipelineConfig { Name = "growing", Stages = [new() { Model = "rm-small", Keep = 64 }, new() { Model = "rm-large", Keep = 64 }] });
        (await Run(2, "--pipeline", _folder.PathOf("growing.json"))).ShouldContain("stages[1].keep: 64 is not fewer than the 64 that the stage before keeps.");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Without the progress, which goes to standard error.</summary>
    private static JsonNode Json(string output) => JsonNode.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)])!;

    private Task<string> Run(int exitCode, params string[] arguments) =>
        Cli(exitCode, ["evaluate", "--models", world.Models, "--data", world.Data, "--cache", _folder.PathOf("scores"), .. arguments]);

    private static async Task<string> Cli(int exitCode, params string[] arguments)
    {
        await using HostProcess process = HostProcess.Start("Cli", arguments);
        int exit = await process.ExitCode(TestContext.Current.CancellationToken);
        exit.ShouldBe(exitCode, process.Output);
        return process.Output;
    }
}
