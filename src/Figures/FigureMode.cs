namespace RecPipe.Figures;

/// <summary>Whose method a figure follows.</summary>
public enum FigureMode
{
    /// <summary>Ours: exponential gaps, all designs, the corrected timing model, steady state.</summary>
    Corrected,

    /// <summary>The published artefact's, faults included, to be compared with the published values.</summary>
    Parity,
}
