using System.Buffers.Binary;
using System.Text;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights.Npy;

/// <summary>
/// What stands before the elements of a .npy file (numpy.lib.format, versions 1.0 to 3.0): a magic number, a version, a
/// length and a Python dictionary of descr, fortran_order and shape.
/// </summary>
internal static class NpyHeader
{
    /// <summary>Longest header read; NumPy itself stops at ten thousand characters.</summary>
    private const int Longest = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <param name="path">File, for errors.</param>
    /// <param name="name">Tensor, for errors.</param>
    /// <param name="storage">The array, header first.</param>
    /// <param name="length">Its bytes, all of them.</param>
    /// <exception cref="ConfigException">The header is not sound, or the length is not what it asks for.</exception>
    public static TensorLayout Read(string path, string name, TensorStorage storage, long length)
    {
        byte[] start = new byte[12];
        if (length < start.Length)
            throw Broken($"It is {length} bytes long; a header alone is longer.");
        storage.Read(0, start);
        if (!start.AsSpan().StartsWith(Magic))
            throw new ConfigException(path, name, "It does not begin as a .npy array does.", "Save it with numpy.save or numpy.savez.");
        int major = start[6];
        if (major is < 1 or > 3)
            throw new ConfigException(path, name, $"Version {major} of .npy is not known here.", "Save it with numpy.save or numpy.savez.");
        int preamble = major == 1 ? 10 : 12;
        long headerLength = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8));
        if (headerLength > Longest || headerLength > length - preamble)
            throw Broken($"Its header claims {headerLength} bytes.");
        byte[] header = new byte[headerLength];
        storage.Read(preamble, header);
        NpyDictionary fields = NpyDictionary.Parse(Encoding.UTF8.GetString(header)) ?? throw Broken("Its header is not a dictionary of descr, fortran_order and shape.");
        (TensorType type, bool bigEndian) = ElementType(fields.Descr)
            ?? throw new ConfigException(path, name, $"Elements of type \"{fields.Descr}\" are no weights.", "Save float32 (or float64, float16, integers): array.astype(numpy.float32). Pickled objects are never read: they can run code.");
        if (!TensorShape.TryBytes(fields.Shape, type, out long bytes))
            throw Broken($"Its shape {TensorShape.Text(fields.Shape)} is beyond any file.");
        long offset = preamble + headerLength;
        if (length - offset != bytes)
            throw Broken($"Its shape {TensorShape.Text(fields.Shape)} asks for {bytes} bytes after the header, there are {length - offset}.");
        return new TensorLayout(type, fields.Shape, bytes, offset, bigEndian, fields.FortranOrder);

        ConfigException Broken(string problem) => new(path, name, problem, "The file is damaged or cut short: save or fetch it again.");
    }

    private static (TensorType Type, bool BigEndian)? ElementType(string descr)
    {
        if (descr.Length < 3 || descr[0] is not ('<' or '>' or '|'))
            return null;
        TensorType? type = descr[1..] switch
        {
            "f4" => TensorType.Float32,
            "f8" => TensorType.Float64,
            "f2" => TensorType.Float16,
            "i1" => TensorType.Int8,
            "u1" => TensorType.UInt8,
            "i2" => TensorType.Int16,
            "u2" => TensorType.UInt16,
            "i4" => TensorType.Int32,
            "u4" => TensorType.UInt32,
            "i8" => TensorType.Int64,
            "u8" => TensorType.UInt64,
            _ => null,
        };
        if (type is null || (descr[0] == '|' && ElementReader.SizeOf(type.Value) > 1))
            return null;
        return (type.Value, descr[0] == '>');
    }
}
