namespace RecPipe.Models.Weights;

/// <summary>Bytes in memory.</summary>
internal sealed class MemoryRange(byte[] content) : TensorStorage
{
    public override bool IsRandomAccess => true;

    public override void Read(long offset, Span<byte> bytes) => content.AsSpan(checked((int)offset), bytes.Length).CopyTo(bytes);

    public override void Verify(CancellationToken cancellationToken)
    {
    }
}
