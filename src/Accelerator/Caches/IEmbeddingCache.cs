namespace RecPipe.Accelerator.Caches;

/// <summary>A cache of embedding rows that is told one access after the other. Rows are numbered by <see cref="KeyNumbering"/>.</summary>
public interface IEmbeddingCache
{
    /// <summary>Rows it can hold.</summary>
    long Capacity { get; }

    /// <summary>Rows it holds.</summary>
    long Entries { get; }

    /// <summary>Reads a row; one that is absent is fetched and takes the place of the policy's victim.</summary>
    /// <param name="id">Which row, at least 0.</param>
    /// <returns>Whether it was there.</returns>
    bool Access(int id);
}
