using RecPipe.LoadGen.Reports;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Capacity;

/// <summary>A search for the maximum throughput.</summary>
/// <param name="Steps">Every step, in order; empty when the search was interrupted in its first.</param>
public sealed record MaxThroughputResult(IReadOnlyList<LoadReport> Steps)
{
    /// <summary>The step that answered most; null when there is none.</summary>
    public LoadReport? Best => Steps.MaxBy(step => step.Throughput);

    /// <summary>Queries a second.</summary>
    public double Throughput => Best?.Throughput ?? 0;

    /// <summary>Queries in flight at which it was reached.</summary>
    public int Copies => (Best?.Workload.Load[0] as KeepConstant)?.Copies ?? 0;
}
