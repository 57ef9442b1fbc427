namespace RecPipe.Accelerator.Hardware;

/// <summary>One measured point.</summary>
/// <param name="Items">Candidates of the stage.</param>
/// <param name="Milliseconds">From request to answer on an idle device.</param>
public readonly record struct MeasuredTime(int Items, double Milliseconds);
