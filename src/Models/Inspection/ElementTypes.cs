namespace RecPipe.Models.Inspection;

/// <summary>ONNX's TensorProto.DataType by number.</summary>
internal static class ElementTypes
{
    public static string NameOf(int type) => type switch
    {
        1 => "float32",
        2 => "uint8",
        3 => "int8",
        4 => "uint16",
        5 => "int16",
        6 => "int32",
        7 => "int64",
        8 => "string",
        9 => "bool",
        10 => "float16",
        11 => "float64",
        12 => "uint32",
        13 => "uint64",
        16 => "bfloat16",
        _ => $"type {type}",
    };

    public static bool IsReal(int type) => type is 1 or 10 or 11 or 16;
}
