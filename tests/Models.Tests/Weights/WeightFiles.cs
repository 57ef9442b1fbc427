using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace RecPipe.Models.Tests.Weights;

/// <summary>Writes weight files as NumPy and safetensors do, so that tests need neither.</summary>
internal static class WeightFiles
{
    public static byte[] Npy(Tensor tensor, string descr = "<f4", bool fortranOrder = false, int version = 1)
    {
        string shape = tensor.Shape.Length == 1 ? $"({tensor.Shape[0]},)" : $"({string.Join(", ", tensor.Shape)})";
        return Npy($"{{'descr': '{descr}', 'fortran_order': {(fortranOrder ? "True" : "False")}, 'shape': {shape}, }}", Elements(tensor, descr, fortranOrder), version);
    }

    /// <summary>Any header before any bytes.</summary>
    public static byte[] Npy(string dictionary, byte[] elements, int version = 1)
    {
        int preamble = version == 1 ? 10 : 12;
        byte[] header = Encoding.UTF8.GetBytes(dictionary.PadRight((preamble + dictionary.Length + 64) / 64 * 64 - preamble - 1) + "\n");
        byte[] length = version == 1 ? [(byte)header.Length, (byte)(header.Length >> 8)] : BitConverter.GetBytes(header.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. header, .. elements];
    }

    public static byte[] Npz(CompressionLevel compression, params IEnumerable<(string Name, byte[] Npy)> members)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] npy) in members)
            {
                using Stream entry = archive.CreateEntry(name + ".npy", compression).Open();
                entry.Write(npy);
            }
        }
        return bytes.ToArray();
    }

    public static byte[] Safetensors(params IEnumerable<(Tensor Tensor, string Type)> tensors)
    {
        Dictionary<string, object> header = new() { ["__metadata__"] = new Dictionary<string, string> { ["format"] = "pt" } };
        using MemoryStream bytes = new();
        foreach ((Tensor tensor, string type) in tensors)
        {
            long begin = bytes.Length;
            bytes.Write(Elements(tensor, type, fortranOrder: false));
            header[tensor.Name] = new { dtype = type, shape = tensor.Shape, data_offsets = new[] { begin, bytes.Length } };
        }
        return Safetensors(JsonSerializer.Serialize(header), bytes.ToArray());
    }

    /// <summary>Any header before any bytes.</summary>
    public static byte[] Safetensors(string header, byte[] elements)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. elements];
    }

    private static byte[] Elements(Tensor tensor, string type, bool fortranOrder)
    {
        IEnumerable<float> values = fortranOrder ? FortranOrder(tensor) : tensor.Values;
        return [.. values.SelectMany(value => Element(value, type.TrimStart('<', '>', '|'), type[0] == '>'))];
    }

    private static byte[] Element(float value, string type, bool bigEndian)
    {
        byte[] bytes = type.ToUpperInvariant() switch
        {
            "F4" or "F32" => BitConverter.GetBytes(value),
            "F8" or "F64" => BitConverter.GetBytes((double)value),
            "F2" or "F16" => BitConverter.GetBytes((Half)value),
            "BF16" => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)),
            "I1" or "I8" when type is "i1" or "I8" => [(byte)(sbyte)value],
            "U1" or "U8" when type is "u1" or "U8" => [(byte)value],
            "I2" or "I16" => BitConverter.GetBytes((short)value),
            "U2" or "U16" => BitConverter.GetBytes((ushort)value),
            "I4" or "I32" => BitConverter.GetBytes((int)value),
            "U4" or "U32" => BitConverter.GetBytes((uint)value),
            "I64" => BitConverter.GetBytes((long)value),
            "U64" => BitConverter.GetBytes((ulong)value),
            _ => type == "i8" ? BitConverter.GetBytes((long)value) : BitConverter.GetBytes((ulong)value),
        };
        if (bigEndian)
            Array.Reverse(bytes);
        return bytes;
    }

    /// <summary>First index fastest.</summary>
    private static IEnumerable<float> FortranOrder(Tensor tensor)
    {
        long[] index = new long[tensor.Shape.Length];
        for (int n = 0; n < tensor.Values.Length; n++)
        {
            long at = 0;
            for (int k = 0; k < index.Length; k++)
                at = at * tensor.Shape[k] + index[k];
            yield return tensor.Values[at];
            for (int k = 0; k < index.Length && ++index[k] == tensor.Shape[k]; k++)
                index[k] = 0;
        }
    }
}
