namespace RecPipe.Accelerator.Timing;

/// <summary>Which of the two models answers.</summary>
public enum TimingMode
{
    /// <summary>The published artefact, bit for bit, faults included.</summary>
    Parity,

    /// <summary>The artefact with <see cref="Corrections"/>.</summary>
    Corrected,
}
