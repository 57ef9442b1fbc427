using Grpc.Net.Client;
using RecPipe.Accelerator;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using StageTrace = RecPipe.Contracts.Ranking.V1.StageTrace;

namespace RecPipe.FunctionalTests;

/// <summary>Pipelines whose stages run on different hardware, some of it emulated: the answer is that of processors alone, and the times are the model's.</summary>
public sealed class MixedHardwareTests(World world)
{
    private const int Filtered = 400, Kept = 20;

    [Fact]
    public async Task Every_mixture_ranks_as_processors_do_at_the_pace_of_its_hardware()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        string rpaccel = Repository.PathOf("configs", "hardware", "rpaccel-4.json"), t4 = Repository.PathOf("configs", "hardware", "gpu-t4.json");
        (HostProcess cpu, Uri cpuAddress) = await world.StartWorkerAsync("cpu", cancellationToken);
        await using HostProcess cpuProcess = cpu;
        (HostProcess accelerator, Uri acceleratorAddress) = await world.StartEmulatorAsync("rpaccel", rpaccel, cancellationToken, "--Emulator:Devices:0:Units", "4");
        await using HostProcess acceleratorProcess = accelerator;
        (HostProcess gpu, Uri gpuAddress) = await world.StartEmulatorAsync("gpu-t4", t4, cancellationToken, "--Emulator:Scores", "precomputed");
        await using HostProcess gpuProcess = gpu;

        using TemporaryFolder folder = new();
        Save(folder, "cpu-cpu", cpuAddress, cpuAddress);
        Save(folder, "cpu-rpaccel", cpuAddress, acceleratorAddress);
        Save(folder, "gpu-cpu", gpuAddress, cpuAddress);
        Save(folder, "rpaccel-rpaccel", acceleratorAddress, acceleratorAddress);
        (HostProcess gateway, Uri gatewayAddress, _) = await World.StartGatewayAsync(folder.Root, cancellationToken);
        await using HostProcess gatewayProcess = gateway;
        using GrpcChannel channel = GrpcChannel.ForAddress(gatewayAddress);
        RankingService.RankingServiceClient client = new(channel);

        RankReply expected = await Rank("cpu-cpu");
        uint accelSmall = Microseconds(rpaccel, "rm-small", 1_500, Filtered), accelLarge = Microseconds(rpaccel, "rm-large", Filtered, Kept);
        uint gpuSmall = Microseconds(t4, "rm-small", 1_500, Filtered);
        await ShouldBe("cpu-rpaccel", ("cpu", null), ("rpaccel", accelLarge));
        await ShouldBe("gpu-cpu", ("gpu-t4", gpuSmall), ("cpu", null));
        await ShouldBe("rpaccel-rpaccel", ("rpaccel", accelSmall), ("rpaccel", accelLarge));

        async Task ShouldBe(string pipeline, params (string Worker, uint? ComputeUs)[] stages)
        {
            RankReply reply = await Rank(pipeline);
            reply.Degraded.ShouldBeFalse(reply.DegradedReason);
            reply.Ranked.Select(entry => entry.Candidate).ShouldBe(expected.Ranked.Select(entry => entry.Candidate), pipeline);
            reply.Ranked.Select(entry => entry.Score).ShouldBe(expected.Ranked.Select(entry => entry.Score), pipeline);
            foreach ((StageTrace trace, (string worker, uint? compute)) in reply.Stages.Zip(stages))
            {
                trace.Worker.ShouldBe(worker, pipeline);
                ((double)trace.ComputeUs).ShouldBe(compute ?? trace.ComputeUs, 1, pipeline); // whole microseconds of whole nanoseconds
            }
        }

        async Task<RankReply> Rank(string pipeline) =>
            await client.RankAsync(new Query(Enumerable.Range(world.Store.Manifest.TrainRows, 1_500).ToArray()).ToProto(pipeline), cancellationToken: cancellationToken);
    }

    /// <summary>What the hardware file says of one stage, as a reply states it.</summary>
    private static uint Microseconds(string hardware, string model, int items, int keep)
    {
        HardwareDescription description = HardwareFile.Load(hardware);
        IServiceTimes times = description as IServiceTimes ?? new RpAccelTimes((RpAccel)description);
        ModelShape shape = ModelShape.Of(DlrmConfig.Load(Repository.PathOf("configs", "models", model + ".json")));
        return (uint)TimeSpan.FromSeconds(times.ServiceSeconds(shape, items, keep)).TotalMicroseconds;
    }

    private static void Save(TemporaryFolder folder, string name, Uri small, Uri large) => ConfigFile.Save(folder.PathOf(name + ".json"), new PipelineConfig
    {
        Name = name,
        Deadline = TimeSpan.FromSeconds(20),
        Stages =
        [
            new() { Model = "rm-small", Keep = Filtered, Workers = [small.ToString()] },
            new() { Model = "rm-large", Keep = Kept, Workers = [large.ToString()] },
        ],
    });
}
