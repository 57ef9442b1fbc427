using RecPipe.AccelEmulator;
using RecPipe.AccelEmulator.Answers;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Pacing;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Models.Families;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests.Serving;

/// <summary>A scoring stage behind an emulated device that takes 2 ms for any query, on the wall clock.</summary>
internal sealed class EmulatedScoring : IScoreSource, IDisposable
{
    public static readonly TimeSpan Service = TimeSpan.FromMilliseconds(2);

    private static readonly ModelShape s_shape = ModelShape.Of(new DlrmConfig { Name = "any", Family = "dlrm", EmbeddingDim = 4, BottomMlp = [2, 4], TopMlp = [1] });

    private readonly ScoringStage _stage;
    private readonly WallPacer _pacer = new();

    public EmulatedScoring(ScoringStage stage)
    {
        _stage = stage;
        TimeScale scale = new(1, TimeProvider.System.TimestampFrequency);
        MeasuredDevice times = new() { Name = "measured", Models = new Dictionary<string, IReadOnlyList<MeasuredTime>> { ["any"] = [new(100_000, Service.TotalMilliseconds)] } };
        Device device = new("device", "measured", units: 1, queueCapacity: 16);
        Stage = new(
            stage.Models.ToDictionary(model => model, _ => new ServedModel(device, times, s_shape, scale)), this, _pacer, scale,
            new(new Lateness(TimeSpan.FromSeconds(10)), null), Describe, TimeProvider.System);
    }

    public EmulatedStage Stage { get; }

    public StageReply? Refusal(in StageRequest request) => null;

    public ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken) => _stage.RankAsync(request, cancellationToken);

    public void Dispose() => _pacer.Dispose();

    private StageDescription Describe() => _stage.DescribeAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() with { Backend = "emulated" };
}
