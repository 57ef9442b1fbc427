namespace RecPipe.FunctionalTests;

/// <summary>A sweep that is stopped goes on where it was.</summary>
public sealed class SweepTests(World world)
{
    private const string Experiment = """
        { "name": "few", "family": "dlrm", "embeddingDims": [2, 4], "bottomMlps": [[16], [32, 16]], "topMlps": [[8]], "training": { "epochs": 2 } }
        """;

    [Fact]
    public async Task Ctrl_C_stops_a_sweep_and_the_same_command_goes_on()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        string experiment = folder.PathOf("few.json");
        await File.WriteAllTextAsync(experiment, Experiment, cancellationToken);
        string[] command = ["models", "sweep", "--experiment", experiment, "--data", world.Data, "--out", folder.PathOf("sweep")];

        await using HostProcess stopped = HostProcess.Start("Cli", command);
        await stopped.LineWith("1/4", cancellationToken);
        stopped.Interrupt();
        (await stopped.ExitCode(cancellationToken)).ShouldBe(130, stopped.Output);
        stopped.Output.ShouldContain("of 4 runs are done and kept");
        int kept = Directory.EnumerateFiles(folder.PathOf("sweep", "runs"), "*.json").Count();
        kept.ShouldBeInRange(1, 3);

        await using HostProcess resumed = HostProcess.Start("Cli", command);
        (await resumed.ExitCode(cancellationToken)).ShouldBe(0, resumed.Output);
        resumed.Output.ShouldNotContain("1/4 d");
        resumed.Output.ShouldContain("4/4 d4-b32-16-t8");
        resumed.Output.ShouldContain("4 configurations; fronts of accuracy");
        File.ReadLines(folder.PathOf("sweep", "sweep.csv")).Count().ShouldBe(5);
        string page = await File.ReadAllTextAsync(folder.PathOf("sweep", "sweep.html"), cancellationToken);
        page.ShouldContain("<svg");
        page.ShouldContain("Pareto front");

        await using HostProcess again = HostProcess.Start("Cli", [.. command, "--json", "--quality", "auc"]);
        (await again.ExitCode(cancellationToken)).ShouldBe(0, again.Output);
        again.Output.ShouldContain("\"onFrontOfMacs\": true");
    }
}
