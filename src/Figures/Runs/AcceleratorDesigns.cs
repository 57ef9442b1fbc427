using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Figures.Calibration;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;

namespace RecPipe.Figures.Runs;

/// <summary>How a pipeline can be laid out on one accelerator: equal shares rounded down as published, or every share.</summary>
internal static class AcceleratorDesigns
{
    private const string Backend = "rpaccel";

    private static readonly int[] s_slices = [1, 4, 16, 64];

    /// <summary>Models of the published pipelines by number of stages.</summary>
    public static IReadOnlyList<string> Models(int stages) => stages switch
    {
        1 => ["rm-large"],
        2 => ["rm-small", "rm-large"],
        _ => ["rm-small", "rm-med", "rm-large"],
    };

    /// <summary>The stages of every design, without load.</summary>
    /// <param name="items">Candidates of each stage.</param>
    /// <param name="models">All shapes by name.</param>
    /// <param name="mode">Whose rules.</param>
    public static IReadOnlyList<IReadOnlyList<RunStage>> Of(IReadOnlyList<int> items, IReadOnlyDictionary<string, ModelShape> models, FigureMode mode)
    {
        Experiment experiment = new()
        {
            Name = "figure",
            Backends =
            [
                new BackendConfig
                {
                    Name = Backend,
                    Device = DeviceKind.Accelerator,
                    Hardware = [.. s_slices.Select(slices => $"rpaccel-{slices}")],
                    PerDevice = s_slices.ToDictionary(slices => $"rpaccel-{slices}"),
                    Mode = mode == FigureMode.Parity ? TimingMode.Parity : TimingMode.Corrected,
                },
            ],
            Cascades = [new CascadeConfig { Models = [Models(items.Count)], Items = [items] }],
        };
        return [.. DesignSpace.Enumerate(experiment, models, mode == FigureMode.Parity ? DesignMode.Parity : DesignMode.Corrected).Select(Stages)];
    }

    /// <summary>"4-4 (2+2 engines)".</summary>
    public static string Name(IReadOnlyList<RunStage> stages) =>
        $"{string.Join('-', stages.Select(stage => stage.Slices))} ({string.Join('+', stages.Select(stage => stage.Engines))} engines)";

    private static IReadOnlyList<RunStage> Stages(Design design) =>
    [
        .. design.Stages.Select(stage => new RunStage(
            stage.Model, stage.Items, RunDevice.Accelerator, stage.Engines, int.Parse(stage.Hardware.AsSpan(stage.Hardware.IndexOf('-', StringComparison.Ordinal) + 1), System.Globalization.CultureInfo.InvariantCulture)))
    ];
}
