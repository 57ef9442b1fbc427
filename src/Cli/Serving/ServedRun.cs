using RecPipe.LoadGen.Engine;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Cli.Serving;

/// <summary>What one run over a served design gave.</summary>
/// <param name="Workload">That was offered.</param>
/// <param name="Measured">At the client. Latency is from the intended arrival.</param>
/// <param name="Clock">Where time went; warm-up is in it.</param>
/// <param name="Cpu">Processor time of the process, all threads, warm-up included.</param>
/// <param name="Busy">Time engines were at work, warm-up included.</param>
/// <param name="OtherCores">Cores that other processes kept busy meanwhile.</param>
/// <param name="Engines">What each stage's engines took; null of emulated ones. Warm-up is in it.</param>
internal sealed record ServedRun(WorkloadConfig Workload, RunMeasurement Measured, RunClock Clock, TimeSpan Cpu, TimeSpan Busy, double OtherCores, IReadOnlyList<StageOccupancy?> Engines)
{
    /// <summary>Processor time a query took outside engines, ms.</summary>
    public double OverheadCpuMs => (Cpu - Busy).TotalMilliseconds / Math.Max(1, Clock.Outside.Count);
}
