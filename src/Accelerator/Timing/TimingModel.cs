using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Timing;

/// <summary>
/// How long one accelerator takes for one stage of one query, alone on it: a pure function of hardware, model and work.
/// Thread-safe. <see cref="Cycles"/> and <see cref="Layer"/> allocate nothing.
/// </summary>
public abstract class TimingModel
{
    private protected const double WeightBytes = 4;

    private protected TimingModel(RpAccel hardware)
    {
        Hardware = hardware;
        Period = hardware.NanosecondsPerCycle;
    }

    public RpAccel Hardware { get; }

    /// <summary>Core clock period, ns.</summary>
    private protected double Period { get; }

    /// <summary>All parts, in core cycles.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The work has a value out of range, or more items than the host can sort.</exception>
    public abstract StageCycles Cycles(ModelShape model, in StageWork work);

    /// <summary>One fully connected layer with its weights in DRAM, in core cycles.</summary>
    public abstract LayerCycles Layer(LayerShape layer, int items);

    /// <summary>Widths of the top MLP as this model sees them.</summary>
    public abstract IReadOnlyList<int> TopWidths(ModelShape model);

    /// <summary>Whether the weights stay on chip from query to query.</summary>
    public abstract bool KeepsWeights(ModelShape model);

    /// <summary>Seconds from query to answer on an idle device.</summary>
    public double Seconds(ModelShape model, in StageWork work) => Cycles(model, work).Total * Period / 1e9;

    /// <summary>All parts, layer by layer.</summary>
    public TimeBreakdown Breakdown(ModelShape model, in StageWork work)
    {
        int items = work.Items;
        bool kept = KeepsWeights(model);
        return new TimeBreakdown
        {
            Cycles = Cycles(model, work),
            BottomLayers = [.. LayerShape.Between(model.BottomMlp).Select(layer => new LayerTime(layer, Timed(layer, items, kept)))],
            TopLayers = [.. LayerShape.Between(TopWidths(model)).Select(layer => new LayerTime(layer, Timed(layer, items, kept)))],
            NanosecondsPerCycle = Period,
        };
    }

    private protected MlpCycles Mlp(IReadOnlyList<int> widths, int items, bool kept)
    {
        double total = 0;
        double load = 0;
        int inputs = widths[0];
        for (int i = 1; i < widths.Count; i++)
        {
            LayerCycles layer = Timed(new LayerShape(inputs, widths[i]), items, kept);
            total += layer.Total;
            load += layer.WeightLoad;
            inputs = widths[i];
        }
        return new MlpCycles(total, load);
    }

    private LayerCycles Timed(LayerShape layer, int items, bool kept)
    {
        LayerCycles cycles = Layer(layer, items);
        return kept ? new LayerCycles(0, cycles.Array, 0) : cycles;
    }

    private protected static double BytesPerNanosecond(double gibps) => gibps * (1L << 30) / 1e9;
}
