using System.Diagnostics;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Tests;

/// <summary>The pacer on the wall clock, through a whole emulator in this process.</summary>
public class WallPacerTests(TinyWorld world)
{
    [Fact]
    public async Task An_earlier_due_time_overtakes_and_nothing_leaves_early()
    {
        using Hardware hardware = new();
        EmulatorOptions options = Hardware.Options(
            world,
            new() { Hardware = hardware.Measured(60, "slow"), Models = [TinyWorld.Wide] },
            new() { Hardware = hardware.Measured(1, "fast") });
        await using Emulator emulator = Emulator.Load(options with { Scores = ScoreMode.Precomputed }, TimeProvider.System);
        long start = Stopwatch.GetTimestamp();
        Task<StageReply> slow = emulator.Ranker.RankAsync(TinyWorld.Query([1, 2], 1, TinyWorld.Wide), TestContext.Current.CancellationToken).AsTask();
        Task<StageReply>[] fast = [.. Enumerable.Range(0, 5).Select(_ => emulator.Ranker.RankAsync(TinyWorld.Query([1, 2], 1), TestContext.Current.CancellationToken).AsTask())];
        (await Task.WhenAll(fast)).ShouldAllBe(reply => reply.Status == StageStatus.Ok);
        Stopwatch.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(5));
        (await slow).Compute.ShouldBe(TimeSpan.FromMilliseconds(60));
        Stopwatch.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(60));
    }
}
