using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights;

/// <summary>Where a tensor's bytes come from.</summary>
internal abstract class TensorStorage : IDisposable
{
    /// <summary>Whether any part can be read at any time; otherwise going back means starting anew.</summary>
    public abstract bool IsRandomAccess { get; }

    /// <summary>Copies bytes.</summary>
    /// <param name="offset">From the tensor's first byte.</param>
    /// <param name="bytes">Filled.</param>
    /// <exception cref="ConfigException">They cannot be read.</exception>
    public abstract void Read(long offset, Span<byte> bytes);

    /// <summary>Reads everything once and compares checksums, where the file has them.</summary>
    /// <exception cref="ConfigException">The bytes are not those that were written.</exception>
    public abstract void Verify(CancellationToken cancellationToken);

    /// <summary>Lets go of what reading holds; the file stays open.</summary>
    public virtual void Dispose()
    {
    }
}
