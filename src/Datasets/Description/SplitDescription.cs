namespace RecPipe.Datasets.Description;

/// <summary>A part of the rows.</summary>
/// <param name="Rows">How many.</param>
/// <param name="PositiveRate">Share whose label is 1; null if there are no rows.</param>
public sealed record SplitDescription(int Rows, double? PositiveRate)
{
    internal static SplitDescription Of(ReadOnlySpan<byte> labels) =>
        new(labels.Length, labels.IsEmpty ? null : (double)labels.Count((byte)1) / labels.Length);
}
