namespace RecPipe.Accelerator.Physical;

/// <summary>How long the parts of an accelerator work on something, for example one stage of one query.</summary>
public readonly record struct BusySeconds
{
    /// <summary>From its start to its end (s); leakage flows all the time.</summary>
    public required double Elapsed { get; init; }

    /// <summary>Processing elements and crossbars (s).</summary>
    public double Array { get; init; }

    /// <summary>Accumulators (s).</summary>
    public double Simd { get; init; }

    /// <summary>Filtering units (s).</summary>
    public double Filters { get; init; }

    /// <summary>Activation SRAM (s).</summary>
    public double ActivationSram { get; init; }

    /// <summary>Weight SRAM (s).</summary>
    public double WeightSram { get; init; }

    /// <summary>Embedding SRAM (s).</summary>
    public double EmbeddingSram { get; init; }

    /// <summary>Seconds a part works.</summary>
    public double Of(DesignPart part) => part switch
    {
        DesignPart.Array or DesignPart.Crossbars => Array,
        DesignPart.Simd => Simd,
        DesignPart.Filters => Filters,
        DesignPart.ActivationSram => ActivationSram,
        DesignPart.WeightSram => WeightSram,
        DesignPart.EmbeddingSram => EmbeddingSram,
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };
}
