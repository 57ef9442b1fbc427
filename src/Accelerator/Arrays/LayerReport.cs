using System.Text.Json.Serialization;
using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Arrays;

/// <summary>One layer, or several together, on a systolic array.</summary>
/// <param name="Name">For example "MLP_Bot_0", as in the published tables; "total" for a sum.</param>
/// <param name="Macs">Multiply-accumulates of the whole batch.</param>
/// <param name="Cycles">Of the array.</param>
/// <param name="AnalyticalCycles">Of the published timing model's formula.</param>
/// <param name="MappingUtilisation">Share of the array that holds something, averaged over the cycles, 0 to 1.</param>
/// <param name="MacEfficiency">Multiply-accumulates done over those possible, 0 to 1.</param>
/// <param name="Traffic">Words moved.</param>
public sealed record LayerReport(
    string Name, long Macs, long Cycles, long AnalyticalCycles, double MappingUtilisation, double MacEfficiency, ArrayTraffic Traffic)
{
    /// <summary>Width in and out; absent for a sum.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LayerShape? Shape { get; init; }

    /// <summary>Average words a cycle.</summary>
    public double SramReadBandwidth => (double)(Traffic.IfmapReads + Traffic.FilterReads) / Cycles;

    /// <inheritdoc cref="SramReadBandwidth"/>
    public double SramWriteBandwidth => (double)Traffic.OfmapWrites / Cycles;

    /// <inheritdoc cref="SramReadBandwidth"/>
    public double DramIfmapBandwidth => (double)Traffic.DramIfmapReads / Cycles;

    /// <inheritdoc cref="SramReadBandwidth"/>
    public double DramFilterBandwidth => (double)Traffic.DramFilterReads / Cycles;

    /// <inheritdoc cref="SramReadBandwidth"/>
    public double DramOfmapBandwidth => (double)Traffic.DramOfmapWrites / Cycles;

    /// <summary>One layer on a square array.</summary>
    public static LayerReport Of(string name, LayerShape layer, ArraySetup setup)
    {
        ArraySize array = ArraySize.Square(setup.Side);
        long cycles = SystolicArray.Cycles(setup.Dataflow, array, layer, setup.Batch);
        return new(
            name,
            layer.Macs * setup.Batch,
            cycles,
            SystolicArray.AnalyticalCycles(setup.Side, layer, setup.Batch),
            SystolicArray.MappingUtilisation(setup.Dataflow, array, layer, setup.Batch),
            SystolicArray.IdealCycles(array, layer, setup.Batch) / cycles,
            SystolicArray.Traffic(setup.Dataflow, array, layer, setup.Batch, setup.Memory))
        {
            Shape = layer,
        };
    }

    /// <summary>Layers one after the other; utilisations are weighted with cycles.</summary>
    public static LayerReport Total(IReadOnlyList<LayerReport> layers)
    {
        long cycles = layers.Sum(layer => layer.Cycles);
        return new(
            "total",
            layers.Sum(layer => layer.Macs),
            cycles,
            layers.Sum(layer => layer.AnalyticalCycles),
            layers.Sum(layer => layer.MappingUtilisation * layer.Cycles) / cycles,
            layers.Sum(layer => layer.MacEfficiency * layer.Cycles) / cycles,
            layers.Select(layer => layer.Traffic).Aggregate(ArrayTraffic.Add));
    }
}
