namespace RecPipe.Accelerator.Timing;

/// <summary>Where a stage's scores are filtered.</summary>
public enum SortPlace
{
    /// <summary>By the filter of the accelerator; only survivors travel back.</summary>
    Device,

    /// <summary>By the host's processor; every score travels back. At most 4096 items: the published times end there.</summary>
    Host,
}
