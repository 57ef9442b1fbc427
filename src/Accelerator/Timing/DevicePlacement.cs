namespace RecPipe.Accelerator.Timing;

/// <summary>Where the stages of a pipeline run.</summary>
public enum DevicePlacement
{
    /// <summary>Each on a device of its own: every stage pays PCIe both ways.</summary>
    Separate,

    /// <summary>Each on its own slice of one device: survivors stay on it.</summary>
    Slices,

    /// <summary>One after the other on the same unit, whose on-chip memory holds the weights of all.</summary>
    OneUnit,
}
