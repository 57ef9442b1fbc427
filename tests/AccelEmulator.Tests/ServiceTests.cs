using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using RecPipe.AccelEmulator.Answers;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Contracts.Stage;
using RecPipe.Ranking.Stages;
using RecPipe.ServiceDefaults;
using RecPipe.Simulation.Queues;
using RecPipe.StageWorker;

namespace RecPipe.AccelEmulator.Tests;

/// <summary>stage.proto on a real Kestrel, asked by a real client. No test here looks at how precise the host is.</summary>
public class ServiceTests(TinyWorld world)
{
    [Theory]
    [InlineData(ScoreMode.Onnx)]
    [InlineData(ScoreMode.Precomputed)]
    public async Task An_answer_is_the_workers_answer(ScoreMode scores)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using Hardware hardware = new();
        await using RunningEmulator emulator = await RunningEmulator.Start(Hardware.Options(world, new DeviceOptions { Hardware = hardware.Measured(1.5) }) with { Scores = scores });
        await using WebApplication worker = StageWorkerHost.Build(new() { Models = world.ModelsFolder, Data = world.DataFolder, Engines = 1, Listen = new() });
        await worker.StartAsync(token);
        using GrpcStage real = new(worker.BoundAddresses().Grpc);
        foreach (string model in (string[])[TinyWorld.Narrow, TinyWorld.Wide])
        {
            int[] candidates = world.Candidates(3, 700);
            StageRequest byId = TinyWorld.Query(candidates, 64, model);
            foreach (StageRequest request in (StageRequest[])[byId, byId with { Features = world.FeaturesOf(candidates) }])
            {
                StageReply expected = await real.RankAsync(request, token), reply = await emulator.Stage.RankAsync(request, token);
                reply.Status.ShouldBe(StageStatus.Ok, reply.Detail);
                reply.Positions.ToArray().ShouldBe(expected.Positions.ToArray());
                reply.Scores.ToArray().ShouldBe(expected.Scores.ToArray());
                (reply.Worker, reply.Queue, reply.Compute).ShouldBe(("e1", TimeSpan.Zero, TimeSpan.FromMilliseconds(1.5)));
                expected.Late.ShouldBe(TimeSpan.Zero);
            }
        }
        emulator.Emulator.Lateness.Report().Answers.ShouldBe(4);
    }

    [Fact]
    public async Task Every_answer_is_recorded_and_the_record_is_the_virtual_queues()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using Hardware hardware = new();
        string log = Path.Combine(hardware.Folder, "answers.csv");
        await using (RunningEmulator emulator = await RunningEmulator.Start(
            Hardware.Options(world, new DeviceOptions { Hardware = hardware.Measured(0.7), Units = 2 }) with { Scores = ScoreMode.Precomputed, AnswerLog = log, TimeScale = 2 }))
        {
            StageReply[] replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => emulator.Stage.RankAsync(TinyWorld.Query(world.Candidates(i, 100), 5), token).AsTask()));
            replies.ShouldAllBe(reply => reply.Status == StageStatus.Ok && reply.Compute == TimeSpan.FromMilliseconds(0.7));
            LatenessReport report = emulator.Emulator.Lateness.Report();
            report.Answers.ShouldBe(40);
            report.Max.ShouldBe(replies.Max(reply => reply.Late), TimeSpan.FromMicroseconds(1));
        }
        long[][] answers = [.. File.ReadLines(log).Skip(1).Select(line => line.Split(',')[1..].Select(cell => long.Parse(cell, null)).ToArray()).OrderBy(times => times[0]).ThenBy(times => times[1])];
        answers.Length.ShouldBe(40);
        VirtualQueue queue = new(units: 2, capacity: 64);
        foreach (long[] times in answers)
        {
            queue.TryAdd(times[0], 1_400_000, out Placement placement).ShouldBeTrue();
            (placement.Start, placement.Due).ShouldBe((times[1], times[2]));
            times[3].ShouldBeGreaterThanOrEqualTo(times[2]); // never early
        }
    }

    [Fact]
    public async Task Several_devices_answer_in_their_own_time()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using Hardware hardware = new();
        await using RunningEmulator emulator = await RunningEmulator.Start(Hardware.Options(
            world,
            new() { Name = "gpu", Hardware = hardware.Measured(2), Units = 2, Models = [TinyWorld.Wide] },
            new() { Hardware = Hardware.Shipped("rpaccel-4"), QueueCapacity = 8 }));
        StageReply wide = await emulator.Stage.RankAsync(TinyWorld.Query([1, 2, 3], 2, TinyWorld.Wide), token);
        StageReply narrow = await emulator.Stage.RankAsync(TinyWorld.Query([1, 2, 3], 2), token);
        wide.Compute.ShouldBe(TimeSpan.FromMilliseconds(2));
        narrow.Compute.ShouldBeInRange(TimeSpan.FromMicroseconds(10), TimeSpan.FromMicroseconds(30)); // two PCIe latencies of 5 us and next to nothing to do

        StageDescription description = await emulator.Stage.DescribeAsync(token);
        (description.Worker, description.Backend, description.Engines, description.QueueCapacity, description.StoreRows).ShouldBe(("e1", "emulated", 3, 72, TinyWorld.Rows));
        description.Models.Select(model => model.Name).ShouldBe([TinyWorld.Narrow, TinyWorld.Wide]);
    }

    [Fact]
    public async Task Health_metrics_and_lateness_are_there()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using Hardware hardware = new();
        await using RunningEmulator emulator = await RunningEmulator.Start(Hardware.Options(world, new DeviceOptions { Hardware = hardware.Measured(1) }));
        await emulator.Stage.RankAsync(TinyWorld.Query([1, 2, 3], 2), token);
        using GrpcChannel channel = GrpcChannel.ForAddress(emulator.App.BoundAddresses().Grpc);
        (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), cancellationToken: token)).Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);

        using HttpClient http = new() { BaseAddress = emulator.App.BoundAddresses().Http };
        (await http.GetStringAsync("/health", token)).ShouldBe("Healthy");
        string metrics = await http.GetStringAsync("/metrics", token);
        metrics.ShouldContain("""recpipe_stage_requests_total{""");
        metrics.ShouldContain("recpipe_emulator_lateness_seconds_bucket{");
        metrics.ShouldContain("recpipe_emulator_valid");
        metrics.ShouldContain("""device="measured""");
        JsonElement lateness = await http.GetFromJsonAsync<JsonElement>("/lateness", token);
        (lateness.GetProperty("answers").GetInt64(), lateness.GetProperty("isValid").GetBoolean()).ShouldBe((1, true));
        (await http.PostAsync("/lateness/reset", null, token)).EnsureSuccessStatusCode();
        (await http.GetFromJsonAsync<JsonElement>("/lateness", token)).GetProperty("answers").GetInt64().ShouldBe(0);
    }
}
