using System.Text.RegularExpressions;
using RecPipe.Contracts.Stage;
using RecPipe.Ranking.Stages;

namespace RecPipe.StageWorker.Tests;

/// <summary>The program itself, as a process of its own.</summary>
public partial class ProcessTests(TinyWorld world)
{
    private const int InFlight = 24;

    [Fact]
    public async Task SIGTERM_answers_what_is_in_flight_and_exits_with_0()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using HostProcess process = HostProcess.Start("StageWorker",
            "--Worker:Models", world.ModelsFolder, "--Worker:Data", world.DataFolder, "--Worker:Engines", "1", "--Worker:MaxCandidates", "1000000",
            "--Worker:Listen:Grpc", "127.0.0.1:0", "--Worker:Listen:Http", "127.0.0.1:0");
        Uri address = new(Address().Match(await process.LineWith("serves on", token)).Value);
        using GrpcStage stage = new(address);
        int[] candidates = [.. Enumerable.Repeat(world.Candidates(1, 1000), 300).SelectMany(list => list)];
        Task<StageReply>[] queries = [.. Enumerable.Range(0, InFlight).Select(_ => stage.RankAsync(TinyWorld.Query(candidates, 5, TinyWorld.Wide), token).AsTask())];
        await Task.WhenAny(queries);
        process.Terminate();

        StageReply[] replies = await Task.WhenAll(queries);
        (await process.ExitCode(token)).ShouldBe(0, process.Output);
        await process.LineWith("Draining", token);
        replies.ShouldAllBe(reply => reply.Status == StageStatus.Ok || reply.Status == StageStatus.Unavailable);
        int[] expected = world.BestOf(TinyWorld.Wide, candidates, 5);
        foreach (StageReply reply in replies.Where(reply => reply.Status == StageStatus.Ok))
            reply.Positions.ToArray().ShouldBe(expected);
        replies.Count(reply => reply.Status == StageStatus.Ok).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Bad_settings_exit_with_2_and_help_with_0()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using HostProcess bad = HostProcess.Start("StageWorker", "--Worker:Engines", "0");
        (await bad.ExitCode(token)).ShouldBe(2);
        await bad.LineWith("Worker:Models: It is missing.", token);
        await using HostProcess unknown = HostProcess.Start("StageWorker", "--engines", "2");
        (await unknown.ExitCode(token)).ShouldBe(2);
        await using HostProcess help = HostProcess.Start("StageWorker", "--help");
        (await help.ExitCode(token)).ShouldBe(0);
        help.Output.ShouldContain("Worker:SubBatchRows");
    }

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Address();
}
