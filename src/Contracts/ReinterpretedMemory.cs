using System.Buffers;
using System.Runtime.InteropServices;

namespace RecPipe.Contracts;

/// <summary>The same little-endian bytes seen as another element type, without copying. Read-only by use.</summary>
internal sealed class ReinterpretedMemory<TFrom, TTo>(ReadOnlyMemory<TFrom> source) : MemoryManager<TTo>
    where TFrom : unmanaged
    where TTo : unmanaged
{
    public static ReadOnlyMemory<TTo> Of(ReadOnlyMemory<TFrom> source) =>
        source.IsEmpty ? default : new ReinterpretedMemory<TFrom, TTo>(source).Memory;

    public override Span<TTo> GetSpan() => MemoryMarshal.Cast<TFrom, TTo>(MemoryMarshal.AsMemory(source).Span);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        MemoryHandle handle = source.Pin();
        return new MemoryHandle((TTo*)handle.Pointer + elementIndex, pinnable: new PinnedSource(handle));
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }

    private sealed class PinnedSource(MemoryHandle handle) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException();

        public void Unpin() => handle.Dispose();
    }
}
