using System.Text.Json;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights.Safetensors;

/// <summary>What a safetensors header says of a tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Extents, outermost first.</param>
/// <param name="Begin">First byte, after the header.</param>
/// <param name="End">After the last.</param>
internal sealed record SafetensorsEntry(string Name, TensorType Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <exception cref="ConfigException">It is not sound in itself.</exception>
    public static SafetensorsEntry Parse(string path, JsonProperty property)
    {
        string name = property.Name;
        JsonElement value = property.Value;
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 3
            || !value.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out JsonElement extents) || Numbers(extents) is not { } shape
            || !value.TryGetProperty("data_offsets", out JsonElement offsets) || Numbers(offsets) is not [long begin, long end])
            throw SafetensorsFile.Broken(path, name, "Its header entry is not a dtype, a shape and two data_offsets.");
        TensorType type = ElementType(dtype.GetString()!)
            ?? throw new ConfigException(path, name, $"Elements of type \"{dtype.GetString()}\" are no weights.", "Save it as F32 (or F64, F16, BF16, integers).");
        if (!TensorShape.TryBytes(shape, type, out long bytes))
            throw SafetensorsFile.Broken(path, name, $"Its shape {TensorShape.Text(shape)} is beyond any file.");
        if (begin < 0 || end < begin || end - begin != bytes)
            throw SafetensorsFile.Broken(path, name, $"Its shape {TensorShape.Text(shape)} asks for {bytes} bytes, its offsets are {begin} to {end}.");
        return new(name, type, shape, begin, end);
    }

    private static List<long>? Numbers(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
            return null;
        List<long> numbers = [];
        foreach (JsonElement entry in element.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Number || !entry.TryGetInt64(out long number))
                return null;
            numbers.Add(number);
        }
        return numbers;
    }

    private static TensorType? ElementType(string dtype) => dtype switch
    {
        "F32" => TensorType.Float32,
        "F64" => TensorType.Float64,
        "F16" => TensorType.Float16,
        "BF16" => TensorType.BFloat16,
        "I8" => TensorType.Int8,
        "U8" => TensorType.UInt8,
        "I16" => TensorType.Int16,
        "U16" => TensorType.UInt16,
        "I32" => TensorType.Int32,
        "U32" => TensorType.UInt32,
        "I64" => TensorType.Int64,
        "U64" => TensorType.UInt64,
        _ => null,
    };
}
