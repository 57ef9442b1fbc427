using RecPipe.Ranking.Configuration;

namespace RecPipe.Figures.Calibration;

/// <summary>The published server of 32 engines and its GPU, as a few numbers beside the time each stage takes alone. Times in milliseconds.</summary>
public sealed record ServerCalibration
{
    public required GeneratorCalibration Generator { get; init; }

    /// <summary>From one stage's engine to the next stage's queue, or to the end: this...</summary>
    public required double HopMs { get; init; }

    /// <summary>...and this for each thousand candidates of the stage.</summary>
    public required double HopPerThousandItemsMs { get; init; }

    /// <summary>Added to a GPU stage's hop.</summary>
    public required double GpuHopMs { get; init; }

    /// <summary>An engine takes its next query before a stage's measured time is over: this much (may be negative)...</summary>
    public required double ReleaseMs { get; init; }

    /// <summary>...plus this for each thousand candidates...</summary>
    public required double ReleasePerThousandItemsMs { get; init; }

    /// <summary>...and this for each thousand survivors, which are sorted and handed over meanwhile.</summary>
    public required double ReleasePerThousandKeptMs { get; init; }

    /// <summary>Each further busy engine slows all down by this share.</summary>
    public required double Contention { get; init; }

    /// <summary>Physical cores; two engines share one.</summary>
    public required int Cores { get; init; }

    /// <summary>Coefficient of variation of an engine that is busy alone.</summary>
    public required double Variation { get; init; }

    /// <summary>
    /// Added to its square for each busy engine, of a stage with as many engines as there are cores; in proportion to the engines that
    /// wait at one queue otherwise.
    /// </summary>
    public required double VariancePerBusyEngine { get; init; }

    /// <summary>Coefficient of variation of the GPU's times.</summary>
    public required double GpuVariation { get; init; }

    /// <summary>Time of a stage alone on one core: model, then points of rising items.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<StagePoint>> Cpu { get; init; }

    /// <summary>Time of a stage on the GPU.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<StagePoint>> Gpu { get; init; }

    /// <summary>Milliseconds of a stage that has the server to itself; linear between points.</summary>
    /// <exception cref="ConfigException">There are no such times.</exception>
    public double StageMs(RunStage stage)
    {
        IReadOnlyDictionary<string, IReadOnlyList<StagePoint>> times = stage.Device == RunDevice.Gpu ? Gpu : Cpu;
        if (!times.TryGetValue(stage.Model, out IReadOnlyList<StagePoint>? points) || stage.Items > points[^1].Items)
            throw new ConfigException("calibration", $"{stage.Device}.{stage.Model}", $"There is no time for {stage.Items} candidates.", "Calibrate with logs that have such a stage.");
        if (stage.Items <= points[0].Items)
            return points[0].Ms;
        int next = 1;
        while (points[next].Items < stage.Items)
            next++;
        (StagePoint low, StagePoint high) = (points[next - 1], points[next]);
        return low.Ms + (high.Ms - low.Ms) * (stage.Items - low.Items) / (high.Items - low.Items);
    }

    /// <summary>Factor on a core's time.</summary>
    /// <param name="busy">Engines at work, this one included; expected numbers may be fractions.</param>
    public double Slowdown(double busy) => 1 + Contention * Math.Max(0, busy - 1);

    /// <summary>Coefficient of variation of a stage's time.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="busy">Engines at work on the server, its own included.</param>
    public double VariationOf(RunStage stage, int busy) => stage.Device == RunDevice.Gpu
        ? GpuVariation
        : Math.Sqrt(Variation * Variation + VariancePerBusyEngine * busy * stage.Engines / Cores);

    /// <summary>How much earlier than the stage's end its engine is free.</summary>
    public double StageReleaseMs(int items, int keep) => ReleaseMs + ReleasePerThousandItemsMs * items / 1000 + ReleasePerThousandKeptMs * keep / 1000;

    /// <summary>After a stage.</summary>
    public double StageHopMs(RunStage stage) => HopMs + HopPerThousandItemsMs * stage.Items / 1000 + (stage.Device == RunDevice.Gpu ? GpuHopMs : 0);
}

/// <summary>Time of a stage that has its machine to itself.</summary>
/// <param name="Items">Candidates.</param>
/// <param name="Ms">Milliseconds.</param>
public readonly record struct StagePoint(int Items, double Ms);
