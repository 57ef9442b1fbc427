namespace RecPipe.Workloads.Arrivals;

/// <summary>The arrival processes a workload can name.</summary>
public enum ArrivalKind
{
    /// <summary>Independent exponential gaps.</summary>
    Poisson,

    /// <summary>Equal gaps.</summary>
    Constant,

    /// <summary>A Poisson process whose rate switches between two states.</summary>
    Bursty,

    /// <summary>Arrival times read from a file.</summary>
    Trace,

    /// <summary>Integer-millisecond Poisson-distributed gaps, as the published artefact drew them.</summary>
    Parity,
}
