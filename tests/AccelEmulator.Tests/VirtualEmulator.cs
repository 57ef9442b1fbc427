using Microsoft.Extensions.Time.Testing;
using RecPipe.AccelEmulator.Answers;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Inference;
using RecPipe.Models.Families;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Tests;

/// <summary>One device that takes 2 ms for any query of either model, in virtual time; a tick is 100 ns. True scores of the tiny world.</summary>
internal sealed class VirtualEmulator : IAsyncDisposable
{
    public static readonly TimeSpan Service = TimeSpan.FromMilliseconds(2);

    private static readonly ModelShape s_shape = ModelShape.Of(new DlrmConfig
    {
        Name = "any",
        Family = "dlrm",
        EmbeddingDim = 4,
        BottomMlp = [3, 4],
        TopMlp = [1],
    });

    private readonly EnginePool _pool;

    public VirtualEmulator(TinyWorld world, int units = 1, int queueCapacity = 4, double timeScale = 1, IFeatureSource? features = null)
    {
        Pacer = new(Clock);
        _pool = world.Pool(new() { Engines = 1, QueueCapacity = 64 }, features);
        TimeScale scale = new(timeScale, Clock.TimestampFrequency);
        Device = new("device", "hardware", units, queueCapacity);
        MeasuredDevice times = new() { Name = "hardware", Models = new Dictionary<string, IReadOnlyList<MeasuredTime>> { ["any"] = [new(4096, Service.TotalMilliseconds)] } };
        Dictionary<string, ServedModel> models = new()
        {
            [TinyWorld.Narrow] = new(Device, times, s_shape, scale),
            [TinyWorld.Wide] = new(Device, times, s_shape, scale),
        };
        IScoreSource scores = features is null ? new TableScores(_pool, ScoreTables.Compute(_pool, models.Keys, TinyWorld.Rows)) : new EngineScores(_pool);
        Stage = new(models, scores, Pacer, scale, new(Lateness, null), _pool.Describe, Clock);
    }

    public FakeTimeProvider Clock { get; } = new();

    public VirtualPacer Pacer { get; }

    public Device Device { get; }

    public Lateness Lateness { get; } = new(TimeSpan.FromMilliseconds(1));

    public EmulatedStage Stage { get; }

    public Task<StageReply> Rank(TimeSpan? deadline = null, CancellationToken cancellationToken = default) => Stage.RankAsync(
        TinyWorld.Query([5, 9, 1, 2], 2, deadline: deadline is { } time ? Deadline.After(time, Clock) : null), cancellationToken).AsTask();

    public ValueTask DisposeAsync() => _pool.DisposeAsync();
}
