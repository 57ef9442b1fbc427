namespace RecPipe.Accelerator.Timing;

/// <summary>A whole MLP, in core cycles.</summary>
/// <param name="Total">Sum over its layers, first layer first.</param>
/// <param name="WeightLoad">For how long its weights keep the DRAM busy, seen or not.</param>
internal readonly record struct MlpCycles(double Total, double WeightLoad);
