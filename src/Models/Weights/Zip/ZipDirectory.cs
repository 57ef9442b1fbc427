using System.Buffers.Binary;
using System.Text;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights.Zip;

/// <summary>
/// Reads and checks the directory of a zip archive (PKWARE's APPNOTE 6.3.10, zip64 included). Stricter than most readers:
/// members may not overlap, nothing may follow the archive, and no member may claim to be larger than deflate can make it.
/// </summary>
internal sealed class ZipDirectory
{
    private const int EndLength = 22, End64Length = 56, Locator64Length = 20, EntryLength = 46, LocalLength = 30;
    private const uint End = 0x06054b50, End64 = 0x06064b50, Locator64 = 0x07064b50, Entry = 0x02014b50, Local = 0x04034b50;
    private const ushort Zip64Field = 1;
    private const int MostMembers = 1 << 16, LargestDirectory = 64 << 20;

    /// <summary>Deflate turns at most 258 bytes into 2 bits.</summary>
    private const int LargestRatio = 1032;

    private readonly string _path;
    private readonly FileRange _file;

    private ZipDirectory(string path, FileRange file) => (_path, _file) = (path, file);

    /// <exception cref="ConfigException">It is no sound archive.</exception>
    public static IReadOnlyList<ZipMember> Read(string path, FileRange file) => new ZipDirectory(path, file).Members();

    private List<ZipMember> Members()
    {
        (long start, long length, long count) = Place();
        if (count > MostMembers || length > LargestDirectory || length < count * EntryLength)
            throw Broken($"Its directory claims {count} members in {length} bytes.");
        byte[] directory = Bytes(start, length);
        List<ZipMember> members = [];
        int at = 0;
        for (long i = 0; i < count; i++)
            members.Add(Member(directory, ref at, start));
        if (at != directory.Length)
            throw Broken("Its directory has more bytes than members.");
        CheckRanges(members, start);
        return members;
    }

    /// <summary>Finds the directory from the record at the end of the file.</summary>
    private (long Start, long Length, long Count) Place()
    {
        long tailStart = Math.Max(0, _file.Length - EndLength - ushort.MaxValue);
        byte[] tail = Bytes(tailStart, _file.Length - tailStart);
        int at = tail.Length - EndLength;
        while (at >= 0 && !(U32(tail, at) == End && at + EndLength + U16(tail, at + 20) == tail.Length))
            at--;
        if (at < 0)
            throw Broken("It does not end as a zip archive does.");
        if (U16(tail, at + 4) != 0 || U16(tail, at + 6) != 0 || U16(tail, at + 8) != U16(tail, at + 10))
            throw Broken("It is a part of a divided archive.");
        long end = tailStart + at;
        (long start, long length, long count) = (U32(tail, at + 16), U32(tail, at + 12), U16(tail, at + 10));
        if (start == uint.MaxValue || length == uint.MaxValue || count == ushort.MaxValue)
            (end, start, length, count) = Place64(end);
        if (start < 0 || length < 0 || count < 0 || start > end || length != end - start)
            throw Broken("Its directory does not stand where its end says.");
        return (start, length, count);
    }

    private (long End, long Start, long Length, long Count) Place64(long end)
    {
        byte[] locator = Bytes(end - Locator64Length, Locator64Length);
        if (U32(locator, 0) != Locator64)
            throw Broken("Its end asks for a zip64 directory, and there is none.");
        long at = I64(locator, 8);
        byte[] record = Bytes(at, End64Length);
        if (U32(record, 0) != End64 || at + 12 + I64(record, 4) != end - Locator64Length)
            throw Broken("Its zip64 directory is not where its locator says.");
        return (at, I64(record, 48), I64(record, 40), I64(record, 32));
    }

    private ZipMember Member(byte[] directory, ref int at, long directoryStart)
    {
        if (directory.Length - at < EntryLength || U32(directory, at) != Entry)
            throw Broken("Its directory is damaged.");
        int flags = U16(directory, at + 8), method = U16(directory, at + 10);
        uint crc = U32(directory, at + 16);
        long stored = U32(directory, at + 20), length = U32(directory, at + 24), local = U32(directory, at + 42);
        int nameLength = U16(directory, at + 28), extraLength = U16(directory, at + 30), commentLength = U16(directory, at + 32);
        if (directory.Length - at - EntryLength < nameLength + extraLength + commentLength)
            throw Broken("Its directory is damaged.");
        string name = Encoding.UTF8.GetString(directory, at + EntryLength, nameLength);
        Extend(directory.AsSpan(at + EntryLength + nameLength, extraLength), name, ref length, ref stored, ref local);
        at += EntryLength + nameLength + extraLength + commentLength;
        if ((flags & 0x2041) != 0)
            throw new ConfigException(_path, name, "It is encrypted.", "Save it without a password.");
        if (method is not (0 or 8))
            throw new ConfigException(_path, name, $"It is compressed by method {method}.", "Save it with numpy.savez or numpy.savez_compressed.");
        if (length < 0 || stored < 0 || (method == 0 && stored != length) || length / LargestRatio > stored)
            throw Broken($"\"{name}\" claims to be {length} bytes, from {stored} in the archive.");
        return new(name, method == 8, crc, DataStart(local, name, directoryStart), stored, length);
    }

    /// <summary>Sizes and places above 4 GiB stand in an extra field.</summary>
    private void Extend(ReadOnlySpan<byte> extra, string name, ref long length, ref long stored, ref long local)
    {
        while (extra.Length >= 4)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (size > extra.Length - 4)
                break;
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == Zip64Field)
            {
                ReadOnlySpan<byte> values = extra.Slice(4, size);
                Take(ref values, ref length);
                Take(ref values, ref stored);
                Take(ref values, ref local);
            }
            extra = extra[(4 + size)..];
        }
        if (length == uint.MaxValue || stored == uint.MaxValue || local == uint.MaxValue)
            throw Broken($"\"{name}\" asks for a zip64 field, and there is none.");

        static void Take(ref ReadOnlySpan<byte> values, ref long target)
        {
            if (target != uint.MaxValue || values.Length < 8)
                return;
            target = BinaryPrimitives.ReadInt64LittleEndian(values);
            values = values[8..];
        }
    }

    /// <summary>The member's bytes begin after its own header, whose name must be the directory's.</summary>
    private long DataStart(long local, string name, long directoryStart)
    {
        if (local < 0 || local > directoryStart - LocalLength)
            throw Broken($"\"{name}\" lies outside of the archive.");
        byte[] header = Bytes(local, LocalLength);
        int nameLength = U16(header, 26);
        if (U32(header, 0) != Local || Encoding.UTF8.GetString(Bytes(local + LocalLength, nameLength)) != name)
            throw Broken($"\"{name}\" is not where the directory says.");
        return local + LocalLength + nameLength + U16(header, 28);
    }

    private void CheckRanges(List<ZipMember> members, long directoryStart)
    {
        long free = 0;
        foreach (ZipMember member in members.OrderBy(member => member.Start))
        {
            if (member.Start < free + LocalLength)
                throw Broken($"\"{member.Name}\" shares bytes with another member.");
            if (member.Stored > directoryStart - member.Start)
                throw Broken($"\"{member.Name}\" reaches into the directory.");
            free = member.Start + member.Stored;
        }
    }

    private byte[] Bytes(long start, long length)
    {
        if (start < 0 || length < 0 || length > _file.Length - start)
            throw Broken("It ends too early.");
        byte[] bytes = new byte[length];
        _file.Read(start, bytes);
        return bytes;
    }

    private ConfigException Broken(string problem) => new(_path, "", problem, "It is no sound .npz archive: save or fetch it again.");

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long I64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
}
