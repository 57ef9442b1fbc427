namespace RecPipe.Accelerator.Timing;

/// <summary>Where the time of one fully connected layer goes, in core cycles.</summary>
/// <param name="WeightLoad">Weights from DRAM; 0 where they stay on chip.</param>
/// <param name="Array">The systolic array, filling and draining included.</param>
/// <param name="Overlapped">What of the load happens while the array works; 0 as published.</param>
public readonly record struct LayerCycles(double WeightLoad, double Array, double Overlapped)
{
    public double Total => WeightLoad + Array - Overlapped;
}
