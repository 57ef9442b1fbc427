namespace RecPipe.Models.Weights;

/// <summary>Checks of the extents a file states.</summary>
internal static class TensorShape
{
    /// <summary>More than any array library makes.</summary>
    public const int MostDimensions = 32;

    /// <summary>Bytes of a tensor.</summary>
    /// <returns>False when an extent is negative, there are too many, or the size is beyond any file.</returns>
    public static bool TryBytes(IReadOnlyList<long> shape, TensorType type, out long bytes)
    {
        bytes = 0;
        if (shape.Count > MostDimensions || shape.Any(extent => extent < 0))
            return false;
        Int128 product = ElementReader.SizeOf(type);
        foreach (long extent in shape)
        {
            product *= Math.Max(extent, 1);
            if (product > long.MaxValue)
                return false;
        }
        bytes = shape.Contains(0) ? 0 : (long)product;
        return true;
    }

    /// <summary>As people write it: [4, 2].</summary>
    public static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
