namespace RecPipe.Accelerator.Arrays;

/// <summary>Which operand stays in the array's registers while the others stream past.</summary>
public enum Dataflow
{
    /// <summary>Weights are shifted in once a tile, then the whole batch streams through. What RPAccel uses.</summary>
    WeightStationary,

    /// <summary>Each processing element sums up one output.</summary>
    OutputStationary,

    /// <summary>Activations are shifted in once a tile, then the weights stream through.</summary>
    InputStationary,
}
