using System.CommandLine;
using System.Text.Json;
using RecPipe.Datasets.Interactions;
using RecPipe.LoadGen.Commands;
using RecPipe.LoadGen.Reports;
using RecPipe.Ranking.Configuration;

namespace RecPipe.LoadGen.Tests;

public class LoadCommandTests
{
    [Fact]
    public async Task The_null_service_is_measured_and_reported()
    {
        using TemporaryFolder folder = new();
        (int exit, string output, _) = await RunAsync("--null inProcess --rate 500 --duration 300ms --warm-up 50ms --candidates 16 --seed 5 --query-seed 6 --json --formats html,csv --report", folder.PathOf("out"));
        exit.ShouldBe(LoadExitCode.Success);
        LoadReport report = JsonSerializer.Deserialize<LoadReport>(output, ConfigFile.Json).ShouldNotBeNull();
        (report.Workload.ScheduleSeed, report.Workload.QuerySeed, report.Workload.Candidates).ShouldBe((5ul, 6ul, 16));
        report.Answered.ShouldBe(report.Arrivals);
        report.Validity.ShouldStartWith("Not judged");
        Directory.GetFiles(folder.PathOf("out")).Select(Path.GetFileName).Order().ShouldBe(["load.csv", "load.html"]);
    }

    [Fact]
    public async Task The_null_service_is_measured_over_gRPC()
    {
        (int exit, string output, _) = await RunAsync("--null grpc --rate 100 --duration 200ms --warm-up 0s --candidates 16 --deadline 20s --threshold errors<=0% --threshold mean<20s");
        output.ShouldContain("null service over gRPC");
        output.ShouldContain("errors<=0%");
        exit.ShouldBe(LoadExitCode.Success);
    }

    [Fact]
    public async Task Users_of_an_interaction_store_can_ask()
    {
        using TemporaryFolder folder = new();
        using (InteractionStoreWriter writer = new(folder.PathOf("s")))
        {
            writer.Append([0, 1], 2, 0);
            writer.Complete(new long[20], manifest => manifest);
        }
        string common = $"--null grpc --rate 50 --duration 100ms --warm-up 0s --deadline 20s --ndcg-k 64 --data {folder.PathOf("s")}";
        (int exit, string output, _) = await RunAsync($"{common} --candidates 18 --threshold hitrate@64>=1");
        output.ShouldContain("Hit rate@64"); // the null service answers items 0 to 63
        exit.ShouldBe(LoadExitCode.Success);
        (await Should.ThrowAsync<ConfigException>(() => RunAsync($"{common} --candidates 19"))).Message.ShouldContain("Ask for 2 to 18 candidates.");
    }

    [Fact]
    public async Task A_missed_threshold_fails_the_command()
    {
        (int exit, string output, _) = await RunAsync("--null inProcess --rate 100 --duration 100ms --warm-up 0s --candidates 16 --threshold throughput>1000000");
        exit.ShouldBe(LoadExitCode.Failure);
        output.ShouldContain("NO");
    }

    [Fact]
    public async Task Finds_the_maximum_of_the_null_service()
    {
        (int exit, string output, _) = await RunAsync("--null inProcess --find-max --duration 50ms --candidates 16");
        exit.ShouldBe(LoadExitCode.Success);
        output.ShouldContain("Maximum: ");
    }

    [Theory]
    [InlineData("--duration soon", "\"soon\" is not a duration")]
    [InlineData("--gateway nowhere", "\"nowhere\" is not an address")]
    [InlineData("--threshold p42<1ms", "there is no metric \"p42\"")]
    [InlineData("--formats pdf", "there is no format \"pdf\"; use txt, csv, md, html, json")]
    [InlineData("--speed 3", "--speed")]
    [InlineData("--part 3/3", "\"3/3\" is not a part")]
    [InlineData("--start-at noon", "\"noon\" is not an instant")]
    public void Bad_arguments_are_named(string arguments, string expected) =>
        LoadCommand.CreateRoot().Parse(arguments).Errors.Select(error => error.Message).ShouldContain(message => message.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("", "--gateway|--pipeline|--data")]
    [InlineData("--null inProcess --connections 0 --ndcg-k 0 --max-lag-share 0 --threshold ndcg@64>0.5", "--connections|--ndcg-k|--max-lag-share|--threshold")]
    [InlineData("--null inProcess", "load[0].rate")]
    [InlineData("--null inProcess --rate 0 --warm-up 48h", "warmUp|load[0].rate")]
    [InlineData("--null inProcess --rate 5 --rows 10", "--candidates")]
    [InlineData("--null inProcess --rate 5 --arrivals trace", "arrivals.trace")]
    [InlineData("--null inProcess --rate 5 --part 0/2 --threshold p95<1s", "--part|--part|--threshold")]
    [InlineData("--null inProcess --meet x --start-at 2026-01-01 --find-max", "--meet|--find-max")]
    [InlineData("--null inProcess --copies 2 --part 0/3 --meet x", "--part")]
    [InlineData("merge no-such-file.json", "")]
    [InlineData("merge .ci", "")]
    public async Task All_that_is_missing_is_listed(string arguments, string fields)
    {
        ConfigException e = await Should.ThrowAsync<ConfigException>(() => RunAsync(arguments));
        e.Problems.Select(problem => problem.Field).ShouldBe(fields.Split('|'));
    }

    [Fact]
    public async Task A_workload_file_can_be_overridden()
    {
        string steady = Repository.PathOf("configs", "workloads", "steady.json");
        (_, string output, _) = await RunAsync($"--null inProcess --rate 200 --duration 100ms --warm-up 0s --candidates 16 --json --workload", steady);
        LoadReport report = JsonSerializer.Deserialize<LoadReport>(output, ConfigFile.Json).ShouldNotBeNull();
        report.Workload.Name.ShouldBe("steady");
        report.Workload.Load.ShouldBe([Scenarios.Inject(200, 0.1)]);
        report.Workload.Deadline.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Parts_meet_and_are_merged()
    {
        using TemporaryFolder folder = new();
        const string Load = "--null inProcess --rate 300 --duration 1s --warm-up 100ms --candidates 16 --meet";
        Task<(int Exit, string Output, string Error)> merging = RunAsync("merge --wait 60s --threshold errors<=0% --threshold throughput>1000000 --json", folder.Root, "--report", folder.PathOf("report"));
        (int Exit, string Output, string Error)[] parts = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => RunAsync(Load, folder.Root, "--part", $"{i}/3")));
        parts.Select(part => part.Exit).ShouldBe([0, 0, 0]);
        parts[1].Output.ShouldContain("This report holds 1 of 3 parts");
        (int exit, string output, _) = await merging;
        LoadReport report = JsonSerializer.Deserialize<LoadReport>(output, ConfigFile.Json).ShouldNotBeNull();
        exit.ShouldBe(LoadExitCode.Failure); // the second threshold
        report.Thresholds.Select(threshold => threshold.Met).ShouldBe([true, false]);
        report.Parts.Select(part => part.Part).ShouldBe(["0/3", "1/3", "2/3"]);
        report.Parts.Select(part => part.Started).Distinct().Count().ShouldBe(1);
        ((double)report.Arrivals).ShouldBe(300, 5 * Math.Sqrt(300));
        report.Answered.ShouldBe(report.Arrivals);
        report.Latency.Count.ShouldBe(report.Arrivals);
        report.Validity.ShouldStartWith("Not judged");
        File.ReadAllText(folder.PathOf("report", "load.html")).ShouldContain("lag p99 (ms)");

        File.Delete(folder.PathOf("part-1-of-3.json"));
        (await Should.ThrowAsync<ConfigException>(() => RunAsync("merge", folder.Root))).Message.ShouldContain("Of 3 parts these are missing: 1.");
        (await RunAsync("merge --allow-missing", folder.Root)).Output.ShouldContain("This report holds 2 of 3 parts");
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string arguments, params string[] more)
    {
        using StringWriter output = new(), error = new();
        ParseResult parsed = LoadCommand.CreateRoot().Parse([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. more]);
        parsed.Errors.ShouldBeEmpty();
        int exit = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }
}
