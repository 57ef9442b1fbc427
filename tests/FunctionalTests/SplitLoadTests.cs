using System.Globalization;
using System.Text.Json;
using RecPipe.LoadGen.Parts;
using RecPipe.LoadGen.Reports;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.FunctionalTests;

/// <summary>Three real generators at a third of the load against one at all of it, on the same real gateway and worker.</summary>
public sealed class SplitLoadTests(World world)
{
    private const double Rate = 60, Seconds = 5;

    [Fact]
    public async Task Three_processes_measure_what_one_does()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        (HostProcess worker, Uri workerAddress) = await world.StartWorkerAsync("w", cancellationToken);
        await using HostProcess workerProcess = worker;
        string pipeline = folder.PathOf("split.json");
        ConfigFile.Save(pipeline, new PipelineConfig { Name = "split", Deadline = TimeSpan.FromSeconds(20), Stages = [new() { Model = "rm-small", Keep = 64, Workers = [workerAddress.ToString()] }] });
        (HostProcess gateway, Uri address, _) = await World.StartGatewayAsync(pipeline, cancellationToken);
        await using HostProcess gatewayProcess = gateway;
        string parts = folder.PathOf("parts"), alone = folder.PathOf("alone");

        await Run(cancellationToken, Load(address, "--meet", alone));
        await Run(cancellationToken, [.. Enumerable.Range(0, 3).Select(i => Load(address, "--meet", parts, "--part", $"{i}/3"))]);
        LoadReport single = await Merge(alone, folder.PathOf("one"), cancellationToken), merged = await Merge(parts, folder.PathOf("three"), cancellationToken);

        double deviation = Math.Sqrt(Rate * Seconds);
        ((double)single.Arrivals).ShouldBe(Rate * Seconds, 5 * deviation);
        ((double)merged.Arrivals).ShouldBe(Rate * Seconds, 5 * deviation);
        (merged.Answered, merged.Latency.Count).ShouldBe((merged.Arrivals, merged.Arrivals), JsonSerializer.Serialize(merged.Errors));
        single.Answered.ShouldBe(single.Arrivals);
        merged.Parts.Sum(part => part.OfferedLoad).ShouldBe(merged.OfferedLoad, 1e-6);
        merged.Schedule.ShouldNotBeNull().IsPoisson.ShouldBeTrue();
        double spread = 5 * 0.5 / Math.Sqrt(merged.Quality!.Queries) + 5 * 0.5 / Math.Sqrt(single.Quality!.Queries);
        merged.Quality.Ndcg.ShouldBe(single.Quality.Ndcg, spread);

        LoadReport again = PartSet.Merge([.. Directory.GetFiles(parts, PartFile.Pattern).Select(path => (path, PartFile.Load(path)))], allowMissing: false);
        again.Percentiles.ShouldBe(merged.Percentiles);
        again.Parts.Select(part => part.Started).Distinct().Count().ShouldBe(1, "they began together");
    }

    private HostProcess Load(Uri gateway, params string[] more) => HostProcess.Start("LoadGen", [
        "--gateway", gateway.ToString(), "--pipeline", "split", "--data", world.Data, "--candidates", "400", "--deadline", "20s",
        "--rate", Rate.ToString(CultureInfo.InvariantCulture), "--duration", $"{Seconds}s", "--warm-up", "1s", .. more]);

    private static async Task Run(CancellationToken cancellationToken, params HostProcess[] generators)
    {
        foreach (HostProcess generator in generators)
        {
            int exit = await generator.ExitCode(cancellationToken);
            (generators.Length == 1 ? exit is 0 or 3 : exit == 0).ShouldBeTrue(generator.Output); // lag is this machine's affair
            await generator.DisposeAsync();
        }
    }

    private static async Task<LoadReport> Merge(string parts, string report, CancellationToken cancellationToken)
    {
        await using HostProcess merge = HostProcess.Start("LoadGen", "merge", parts, "--report", report, "--formats", "json");
        (await merge.ExitCode(cancellationToken)).ShouldBeOneOf(0, 3);
        return ConfigFile.Load<LoadReport>(Path.Combine(report, "load.json"));
    }
}
