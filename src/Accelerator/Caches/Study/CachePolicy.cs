namespace RecPipe.Accelerator.Caches.Study;

/// <summary>How a cache chooses what to hold.</summary>
public enum CachePolicy
{
    /// <summary>First in, first out: what the published artefact runs (and calls LRU).</summary>
    Fifo,

    /// <summary>Exact least recently used.</summary>
    Lru,

    /// <summary>The most frequent rows of the first half of the trace; measured on the second half.</summary>
    Static,

    /// <summary>See <see cref="LookAheadSweep"/>.</summary>
    LookAhead,
}
