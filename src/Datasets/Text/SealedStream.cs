namespace RecPipe.Datasets.Text;

/// <summary>A stream, then a few bytes more. Read-only, forward only.</summary>
internal sealed class SealedStream(Stream stream, byte[] seal) : Stream
{
    private int _sealRead;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = stream.Read(buffer);
        if (read > 0 || buffer.IsEmpty)
            return read;
        read = Math.Min(buffer.Length, seal.Length - _sealRead);
        seal.AsSpan(_sealRead, read).CopyTo(buffer);
        _sealRead += read;
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
