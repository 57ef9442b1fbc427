using System.Text.RegularExpressions;
using RecPipe.Contracts.Stage;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Tests;

/// <summary>The program itself, as a process of its own.</summary>
public partial class ProcessTests(TinyWorld world)
{
    [Fact]
    public async Task SIGTERM_answers_what_is_queued_says_whether_the_run_counts_and_exits_with_0()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using Hardware hardware = new();
        await using HostProcess process = HostProcess.Start("AccelEmulator",
            "--Emulator:Models", world.ModelsFolder, "--Emulator:Data", world.DataFolder, "--Emulator:Devices:0:Hardware", hardware.Measured(150),
            "--Emulator:Tolerance", "00:00:30", "--Emulator:Listen:Grpc", "127.0.0.1:0", "--Emulator:Listen:Http", "127.0.0.1:0");
        using GrpcStage stage = new(new Uri(Address().Match(await process.LineWith("serves on", token)).Value));
        Task<StageReply>[] queries = [.. Enumerable.Range(0, 4).Select(_ => stage.RankAsync(TinyWorld.Query([3, 2, 1], 2), token).AsTask())];
        await Task.WhenAny(queries); // the others are queued
        process.Terminate();

        StageReply[] replies = await Task.WhenAll(queries);
        (await process.ExitCode(token)).ShouldBe(0, process.Output);
        replies.ShouldAllBe(reply => reply.Status == StageStatus.Ok);
        await process.LineWith("Draining", token);
        (await process.LineWith("The run is valid", token)).ShouldContain("4 answers");
    }

    [Fact]
    public async Task Bad_settings_exit_with_2_and_help_with_0()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using HostProcess bad = HostProcess.Start("AccelEmulator", "--Emulator:TimeScale", "0");
        (await bad.ExitCode(token)).ShouldBe(2);
        await bad.LineWith("Emulator:Devices: There are none.", token);
        await using HostProcess unknown = HostProcess.Start("AccelEmulator", "--scores", "onnx");
        (await unknown.ExitCode(token)).ShouldBe(2);
        await using HostProcess help = HostProcess.Start("AccelEmulator", "--help");
        (await help.ExitCode(token)).ShouldBe(0);
        help.Output.ShouldContain("Emulator:TimeScale");
    }

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Address();
}
