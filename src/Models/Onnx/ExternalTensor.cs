namespace RecPipe.Models.Onnx;

/// <summary>Where a tensor lies outside its .onnx file.</summary>
/// <param name="File">File name, beside the .onnx.</param>
/// <param name="Offset">First byte; a multiple of the page size, so that it can be mapped.</param>
/// <param name="Length">Bytes.</param>
public sealed record ExternalTensor(string File, long Offset, long Length);
