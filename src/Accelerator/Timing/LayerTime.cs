using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Timing;

/// <summary>A layer and its cycles.</summary>
public readonly record struct LayerTime(LayerShape Layer, LayerCycles Cycles);
