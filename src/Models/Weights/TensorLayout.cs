namespace RecPipe.Models.Weights;

/// <summary>How a tensor's elements lie in its storage.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Extents, outermost first.</param>
/// <param name="Bytes">Of all elements.</param>
/// <param name="DataOffset">First of them.</param>
/// <param name="BigEndian">Whether an element's most significant byte comes first.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
internal sealed record TensorLayout(TensorType Type, IReadOnlyList<long> Shape, long Bytes, long DataOffset = 0, bool BigEndian = false, bool FortranOrder = false);
