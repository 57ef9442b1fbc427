namespace RecPipe.Planning.Designs;

/// <summary>How designs are enumerated.</summary>
public enum DesignMode
{
    /// <summary>Every way to share the hardware among the stages.</summary>
    Corrected,

    /// <summary>
    /// As the published artefact: equal shares, rounded down. An accelerator's stage gets floor(size / stages) engines of each
    /// size, a CPU's floor(cores / its stages), a GPU's one; nothing is split.
    /// </summary>
    Parity,
}
