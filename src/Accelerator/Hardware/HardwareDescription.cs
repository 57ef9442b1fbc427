namespace RecPipe.Accelerator.Hardware;

/// <summary>One hardware file (configs/hardware/*.json), read and checked.</summary>
public abstract record HardwareDescription
{
    public required string Name { get; init; }

    /// <summary>Where its values come from.</summary>
    public string? Provenance { get; init; }
}
