namespace RecPipe.Models.Weights;

/// <summary>Element types that weights come in.</summary>
public enum TensorType
{
    Float32,
    Float64,
    Float16,

    /// <summary>The upper half of a float32 (Google's brain floating point).</summary>
    BFloat16,

    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
}
