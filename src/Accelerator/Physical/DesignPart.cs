namespace RecPipe.Accelerator.Physical;

/// <summary>A part of an accelerator that is busy or idle as a whole.</summary>
public enum DesignPart
{
    /// <summary>Processing elements.</summary>
    Array,

    /// <summary>Accumulators and activation functions.</summary>
    Simd,

    /// <summary>Between sub-arrays; busy with the array.</summary>
    Crossbars,

    /// <summary>Streaming top-k.</summary>
    Filters,

    ActivationSram,

    WeightSram,

    EmbeddingSram,
}
