using RecPipe.Cli.Serving;
using RecPipe.Planning.Designs;
using RecPipe.Simulation.Pipelines;

namespace RecPipe.Cli.Verify;

/// <summary>Where a stage's time went in one run, measured and as the simulator has it for the same arrivals. Means, milliseconds.</summary>
internal sealed record VerifiedStage
{
    public required string Model { get; init; }

    /// <summary>Waiting for an engine.</summary>
    public required double QueueMs { get; init; }

    /// <summary>That a query keeps an engine: ranking, and waking it before.</summary>
    public required double EngineMs { get; init; }

    /// <summary>95th percentile of the time on engines.</summary>
    public required double EngineP95Ms { get; init; }

    /// <summary>On the way to an engine and back.</summary>
    public required double WayMs { get; init; }

    public required double SimulatedQueueMs { get; init; }

    public required double SimulatedEngineMs { get; init; }

    /// <param name="stage">Of the design.</param>
    /// <param name="clock">Measured.</param>
    /// <param name="engines">Measured too; null of an emulated device.</param>
    /// <param name="simulated">Simulated.</param>
    /// <param name="throughput">Of the simulation, queries/s.</param>
    public static VerifiedStage Of(DesignedStage stage, StageClock clock, StageOccupancy? engines, StageStatistics simulated, double throughput) => new()
    {
        Model = stage.Model,
        QueueMs = clock.Queue.Summarize().Mean.TotalMilliseconds + clock.Compute.Summarize().Mean.TotalMilliseconds - (engines?.EngineMs ?? clock.Compute.Summarize().Mean.TotalMilliseconds),
        EngineMs = engines?.EngineMs ?? clock.Compute.Summarize().Mean.TotalMilliseconds,
        EngineP95Ms = clock.Compute.Percentile(95).TotalMilliseconds,
        WayMs = clock.Network.Summarize().Mean.TotalMilliseconds,
        SimulatedQueueMs = 1000 * simulated.MeanQueue / throughput,
        SimulatedEngineMs = 1000 * simulated.Utilisation * stage.Engines / throughput,
    };
}
