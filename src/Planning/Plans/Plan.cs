using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;

namespace RecPipe.Planning.Plans;

/// <summary>
/// A design somebody decided on, with all it takes to serve it and to check what was predicted: what `recpipe plan` writes and
/// `recpipe verify` reads. JSON by ConfigFile.
/// </summary>
public sealed record Plan
{
    /// <summary>Letters, digits, '-' and '_': the pipeline's name when it is served.</summary>
    public required string Name { get; init; }

    /// <summary>What is served.</summary>
    public required Design Design { get; init; }

    /// <summary>The backends its stages name, with their hardware files.</summary>
    public required IReadOnlyList<BackendConfig> Backends { get; init; }

    /// <summary>Planned load, queries/s.</summary>
    public required double Rate { get; init; }

    /// <summary>At that load; null when nobody predicted it yet.</summary>
    public PlannedPerformance? Predicted { get; init; }

    /// <summary>What was asked of it, as it was written: "p95=25ms". Null when nothing was.</summary>
    public string? Objective { get; init; }

    /// <summary>Of the simulation that predicted it.</summary>
    public ulong Seed { get; init; } = 1;
}
