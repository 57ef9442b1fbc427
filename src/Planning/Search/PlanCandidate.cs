using RecPipe.Planning.Designs;
using RecPipe.Planning.Performance;

namespace RecPipe.Planning.Search;

/// <summary>A design with all that is known of it without simulation.</summary>
public sealed record PlanCandidate
{
    /// <summary>Place in the space.</summary>
    public required int Index { get; init; }

    public required Design Design { get; init; }

    /// <summary>One a metric of the search.</summary>
    public required IReadOnlyList<double> Quality { get; init; }

    public required PerformanceBounds Bounds { get; init; }

    /// <summary>Share of the backends: devices used over devices there are, added over backends. 1 is all of one backend.</summary>
    public required double Cost { get; init; }

    /// <summary>Devices used of each backend: cores, GPUs, accelerators' areas.</summary>
    public required IReadOnlyDictionary<string, double> Devices { get; init; }

    /// <summary>Energy of the modelled chips, J a query; NaN when a stage runs on something else.</summary>
    public required double Joules { get; init; }
}
