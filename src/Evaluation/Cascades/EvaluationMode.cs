namespace RecPipe.Evaluation.Cascades;

public enum EvaluationMode
{
    /// <summary>Served order, the field's metrics.</summary>
    Corrected,

    /// <summary>The published artefact's order and its own metrics.</summary>
    Parity,
}
