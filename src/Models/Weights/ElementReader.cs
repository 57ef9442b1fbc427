using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RecPipe.Models.Weights;

/// <summary>Turns stored elements into float32; what has more digits is rounded to the nearest.</summary>
internal static class ElementReader
{
    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.Int8 or TensorType.UInt8 => 1,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 or TensorType.UInt16 => 2,
        TensorType.Float32 or TensorType.Int32 or TensorType.UInt32 => 4,
        _ => 8,
    };

    /// <param name="source">Elements as stored.</param>
    /// <param name="type">Their type.</param>
    /// <param name="bigEndian">Whether the most significant byte comes first.</param>
    /// <param name="values">Filled; as many as there are elements.</param>
    public static void ToFloat(ReadOnlySpan<byte> source, TensorType type, bool bigEndian, Span<float> values)
    {
        if (type == TensorType.Float32 && bigEndian != BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, float>(source).CopyTo(values);
            return;
        }
        int size = SizeOf(type);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = source.Slice(i * size, size);
            values[i] = size switch
            {
                1 => type == TensorType.Int8 ? (sbyte)element[0] : element[0],
                2 => Two(bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(element) : BinaryPrimitives.ReadUInt16LittleEndian(element), type),
                4 => Four(bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(element) : BinaryPrimitives.ReadUInt32LittleEndian(element), type),
                _ => Eight(bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(element) : BinaryPrimitives.ReadUInt64LittleEndian(element), type),
            };
        }
    }

    private static float Two(ushort bits, TensorType type) => type switch
    {
        TensorType.Float16 => (float)BitConverter.UInt16BitsToHalf(bits),
        TensorType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)bits << 16),
        TensorType.Int16 => (short)bits,
        _ => bits,
    };

    private static float Four(uint bits, TensorType type) => type switch
    {
        TensorType.Float32 => BitConverter.UInt32BitsToSingle(bits),
        TensorType.Int32 => (int)bits,
        _ => bits,
    };

    private static float Eight(ulong bits, TensorType type) => type switch
    {
        TensorType.Float64 => (float)BitConverter.UInt64BitsToDouble(bits),
        TensorType.Int64 => (long)bits,
        _ => bits,
    };
}
