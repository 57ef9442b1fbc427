namespace RecPipe.Training;

/// <summary>A dense tensor that learns.</summary>
/// <param name="Name">Input of the step graph; its gradient is the output "gradient of" this name.</param>
/// <param name="Shape">Extents.</param>
/// <param name="Values">Row-major.</param>
internal sealed record Parameter(string Name, long[] Shape, float[] Values)
{
    public string Gradient => "d_" + Name;
}
