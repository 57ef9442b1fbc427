namespace RecPipe.AccelEmulator.Scores;

/// <summary>Where true scores come from.</summary>
public enum ScoreMode
{
    /// <summary>The model runs on the host while the modelled device would; the answer is late when the host takes longer.</summary>
    Onnx,

    /// <summary>Every row of the feature store is scored once at start, so that the host has next to nothing to compute later.</summary>
    Precomputed,
}
