namespace RecPipe.Accelerator.Arrays;

/// <summary>On-chip buffers beside the array. What does not fit is fetched again by every sweep over it.</summary>
/// <param name="IfmapBytes">For activations read.</param>
/// <param name="FilterBytes">For weights.</param>
/// <param name="OfmapBytes">For outputs and partial sums.</param>
/// <param name="WordBytes">Bytes a word, at least 1.</param>
public readonly record struct ArrayMemory(long IfmapBytes, long FilterBytes, long OfmapBytes, int WordBytes)
{
    private const long Megabyte = 1 << 20;

    /// <summary>RPAccel's: 4 MB of weights, 4 MB of activations shared half and half between input and output, 32-bit words.</summary>
    public static ArrayMemory RpAccel { get; } = new(2 * Megabyte, 4 * Megabyte, 2 * Megabyte, 4);
}
