namespace RecPipe.Accelerator.Caches;

/// <summary>How a cache chooses what to hold.</summary>
public enum CachePolicy
{
    /// <summary>First in, first out: what the published artefact runs (and calls LRU).</summary>
    Fifo,

    /// <summary>Exact least recently used.</summary>
    Lru,

    /// <summary>The most frequent rows of a training prefix of the trace; measured on the rest.</summary>
    Static,

    /// <summary>See <see cref="LookAheadSweep"/>.</summary>
    LookAhead,
}
