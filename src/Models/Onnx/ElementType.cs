namespace RecPipe.Models.Onnx;

/// <summary>Element types, numbered as in ONNX's TensorProto.DataType.</summary>
public enum ElementType
{
    Float32 = 1,
    Int32 = 6,
    Int64 = 7,
}
