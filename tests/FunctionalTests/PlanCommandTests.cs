using System.Text.Json.Nodes;

namespace RecPipe.FunctionalTests;

/// <summary>`recpipe plan`, typed.</summary>
public sealed class PlanCommandTests(World world) : IDisposable
{
    private static readonly string[] s_published = ["--mode", "parity", "--qualities", "kaggle-published"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_plans_from_published_values_and_writes_what_to_serve()
    {
        string[] command =
        [
            "plan", "--experiment", "kaggle-accel-1-stage", "kaggle-accel-2-stage", .. s_published, "--load", "400", "--slo", "p95=10ms",
            "--quality", "allOnesDcgRatio@64>=0.99*best", "--out", _folder.PathOf("plan.json"), "--pipeline-out", _folder.PathOf("pipeline.json"), "--report", _folder.PathOf("plan.html"), "--json",
        ];
        JsonNode plan = Json(await Cli(0, command)), again = Json(await Cli(0, command));

        JsonNode recommended = plan["loads"]![0]!["recommended"]!;
        recommended["latencyMs"]!["p95"]![2]!.GetValue<double>().ShouldBeLessThanOrEqualTo(10);
        recommended["joules"]!.GetValue<double>().ShouldBeGreaterThan(0);
        recommended.ToJsonString().ShouldBe(again["loads"]![0]!["recommended"]!.ToJsonString());
        JsonNode written = JsonNode.Parse(await File.ReadAllTextAsync(_folder.PathOf("plan.json"), TestContext.Current.CancellationToken))!;
        written["design"]!["stages"]!.AsArray().Count.ShouldBe(recommended["stages"]!.AsArray().Count);
        File.ReadAllText(_folder.PathOf("pipeline.json")).ShouldContain("http://127.0.0.1:5201");
        File.ReadAllText(_folder.PathOf("plan.html")).ShouldContain("recommended");
    }

    [Fact]
    public async Task An_objective_that_cannot_be_held_is_answered_with_the_nearest_points_and_exit_code_1()
    {
        string text = await Cli(1, ["plan", "--experiment", "kaggle-accel-1-stage", .. s_published, "--load", "400", "--slo", "p95=1ms"]);
        text.ShouldContain("No design holds the objective. Nearest to being held: latency.");
        text.ShouldContain("Load: no design holds latency, however far it is relaxed.");
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_one_line_each()
    {
        await Says("--quality: ndgc@64>=0.9: There is no metric \"ndgc@64\" in ", ["--experiment", "kaggle-1-stage", .. s_published, "--load", "100", "--quality", "ndgc@64>=0.9"]);
        await Says("plan: --load: -5 queries/s cannot be offered. Give 0.001 to 1000000.", ["--experiment", "kaggle-1-stage", .. s_published, "--load", "-5"]);
        await Says("--mode: there is no \"both\"; choose from corrected, parity.", ["--experiment", "kaggle-1-stage", "--qualities", "kaggle-published", "--load", "100", "--mode", "both"]);
        await Says("--slo: \"p95\" is no bound of latency", ["--experiment", "kaggle-1-stage", .. s_published, "--load", "100", "--slo", "p95"]);
        await Says("plan: --qualities: Nothing says how well the designs rank. Give --models and --data to measure it, or --qualities with a file of known values.", ["--experiment", "kaggle-1-stage", "--load", "100"]);
        await Says("plan: --out: A plan is for one load. Give one --load.", ["--experiment", "kaggle-1-stage", .. s_published, "--out", _folder.PathOf("plan.json")]);
        await Says("There are no times of \"cpu\". Name a hardware file, here or as --hardware cpu=FILE: `recpipe profile` makes one of this machine.", ["--experiment", "this-machine", "--models", world.Models, "--data", world.Data, "--queries", "2", "--load", "10"]);
        string keeps = _folder.PathOf("keeps.json");
        File.WriteAllText(keeps, """
            { "name": "keeps", "backends": [{ "name": "cpu", "hardware": ["cpu-xeon"] }], "cascades": [{ "models": [["rm-small", "rm-large"]], "items": [[512, 4096]] }] }
            """);
        await Says("4096", ["--experiment", keeps, .. s_published, "--load", "100"]);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task Says(string expected, params string[] arguments)
    {
        string output = await Cli(2, ["plan", .. arguments]);
        string error = output.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal)).ShouldHaveSingleItem(output);
        error.ShouldContain(expected);
    }

    private static async Task<string> Cli(int exitCode, string[] arguments)
    {
        await using HostProcess process = HostProcess.Start("Cli", arguments);
        (await process.ExitCode(TestContext.Current.CancellationToken)).ShouldBe(exitCode, process.Output);
        return process.Output;
    }

    /// <summary>Progress is on standard error, which the process's output has too.</summary>
    private static JsonNode Json(string output) => JsonNode.Parse(output[output.IndexOf("{\n", StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)])!;
}
