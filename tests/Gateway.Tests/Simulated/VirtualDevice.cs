using RecPipe.AccelEmulator;
using RecPipe.AccelEmulator.Answers;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Pacing;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Models.Families;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests.Simulated;

/// <summary>An emulated device whose answers come when a test's pacer says.</summary>
internal sealed class VirtualDevice(ScoringStage scores) : IScoreSource
{
    private static readonly ModelShape s_shape = ModelShape.Of(new DlrmConfig { Name = "any", Family = "dlrm", EmbeddingDim = 4, BottomMlp = [2, 4], TopMlp = [1] });

    public static EmulatedStage Stage(string name, double milliseconds, int units, int queueCapacity, IPacer pacer, TimeProvider clock)
    {
        ScoringStage scores = new(name, clock);
        TimeScale scale = new(1, clock.TimestampFrequency);
        MeasuredDevice times = new() { Name = "measured", Models = new Dictionary<string, IReadOnlyList<MeasuredTime>> { ["any"] = [new(100_000, milliseconds)] } };
        Device device = new(name, "measured", units, queueCapacity);
        return new(
            scores.Models.ToDictionary(model => model, _ => new ServedModel(device, times, s_shape, scale)), new VirtualDevice(scores), pacer, scale,
            new(new Lateness(TimeSpan.FromSeconds(10)), null), () => new() { Worker = name, Backend = "emulated", Engines = units, QueueCapacity = queueCapacity, MaxCandidates = 100_000, StoreRows = scores.StoreRows, Models = [] }, clock);
    }

    public StageReply? Refusal(in StageRequest request) => null;

    public ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken) => scores.RankAsync(request, cancellationToken);
}
