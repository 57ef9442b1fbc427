using System.Diagnostics;
using RecPipe.AccelEmulator;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Bench.E2E;
using RecPipe.Contracts.Stage;
using RecPipe.Ranking.Stages;

namespace RecPipe.Bench.Emulator;

/// <summary>One emulated device under Poisson load, in this process or behind gRPC in a process of its own.</summary>
internal sealed class Experiment(Inputs inputs, double rate, double seconds, int keep)
{
    private const double WarmUpSeconds = 4;

    public async Task<Measurement> InProcessAsync(double serviceMs)
    {
        string log = Path.Combine(inputs.Folder, "answers-in-process.csv");
        EmulatorOptions options = new()
        {
            Models = inputs.Models,
            Data = inputs.Data,
            Devices = [new() { Hardware = inputs.Device(serviceMs), QueueCapacity = 4096 }],
            Scores = ScoreMode.Precomputed,
            AnswerLog = log,
        };
        return await MeasureAsync(log, body =>
        {
            AccelEmulator.Emulator emulator = AccelEmulator.Emulator.Load(options, TimeProvider.System);
            return RunAsync(emulator, body);
        });

        static async Task RunAsync(AccelEmulator.Emulator emulator, Func<IStage, Task> body)
        {
            await using (emulator)
                await body(emulator.Ranker);
        }
    }

    public async Task<Measurement> OverGrpcAsync(double serviceMs)
    {
        string log = Path.Combine(inputs.Folder, "answers-grpc.csv");
        return await MeasureAsync(log, async body =>
        {
            await using ChildHost host = await ChildHost.StartAsync("RecPipe.AccelEmulator",
                "--Emulator:Models", inputs.Models, "--Emulator:Data", inputs.Data, "--Emulator:Devices:0:Hardware", inputs.Device(serviceMs),
                "--Emulator:Devices:0:QueueCapacity", "4096", "--Emulator:Scores", "precomputed", "--Emulator:AnswerLog", log,
                "--Emulator:Listen:Grpc", "127.0.0.1:0", "--Emulator:Listen:Http", "127.0.0.1:0");
            using GrpcStage stage = new(host.Grpc);
            await body(stage);
        });
    }

    private async Task<Measurement> MeasureAsync(string log, Func<Func<IStage, Task>, Task> serve)
    {
        IReadOnlyList<(long, long)> calls = [];
        long[] bare = [];
        long from = 0;
        await serve(async stage =>
        {
            Load load = new(stage, inputs.Queries, rate, keep);
            await load.RunAsync(seed: 1, WarmUpSeconds);
            from = Stopwatch.GetTimestamp();
            using BareTimer timer = new(rate, seed: 3);
            calls = await load.RunAsync(seed: 2, seconds);
            bare = timer.Errors();
        });
        return new(Measurement.Read(log, from), calls, bare);
    }
}
