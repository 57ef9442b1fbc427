using System.IO.Compression;
using System.IO.Hashing;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights.Zip;

/// <summary>The bytes of a zip member. One that is compressed is unpacked as it is read; going back starts it anew.</summary>
internal sealed class MemberRange(string path, ZipMember member, FileRange stored) : TensorStorage
{
    private const int BlockBytes = 1 << 20;

    private Stream? _stream;
    private long _position;

    public override bool IsRandomAccess => !member.Deflated;

    public override void Read(long offset, Span<byte> bytes)
    {
        if (!member.Deflated)
        {
            stored.Read(offset, bytes);
            return;
        }
        if (_stream is null || offset < _position)
            Restart();
        Skip(offset - _position);
        Inflate(bytes);
    }

    public override void Verify(CancellationToken cancellationToken)
    {
        Crc32 crc = new();
        byte[] block = new byte[(int)Math.Min(BlockBytes, Math.Max(1, member.Length))];
        for (long at = 0; at < member.Length; at += block.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> bytes = block.AsSpan(0, (int)Math.Min(block.Length, member.Length - at));
            Read(at, bytes);
            crc.Append(bytes);
        }
        if (crc.GetCurrentHashAsUInt32() != member.Crc32)
            throw Broken("Its checksum is not the archive's.");
        if (member.Deflated && _position == member.Length && _stream!.ReadByte() >= 0)
            throw Broken($"It unpacks to more than {member.Length} bytes.");
        Dispose();
    }

    public override void Dispose()
    {
        base.Dispose();
        _stream?.Dispose();
        _stream = null;
    }

    private void Restart()
    {
        Dispose();
        _stream = new DeflateStream(new FileRangeStream(stored), CompressionMode.Decompress);
        _position = 0;
    }

    private void Skip(long count)
    {
        Span<byte> skipped = new byte[(int)Math.Min(count, BlockBytes)];
        for (; count > 0; count -= skipped.Length)
        {
            skipped = skipped[..(int)Math.Min(count, skipped.Length)];
            Inflate(skipped);
        }
    }

    private void Inflate(Span<byte> bytes)
    {
        try
        {
            _stream!.ReadExactly(bytes);
            _position += bytes.Length;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Broken("Its compressed bytes are damaged.");
        }
    }

    private ConfigException Broken(string problem) => new(path, member.Name, problem, "The file is damaged: save or fetch it again.");
}
