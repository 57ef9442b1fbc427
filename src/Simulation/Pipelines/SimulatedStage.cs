using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Simulation.Pipelines;

/// <summary>One stage as the simulator sees it. One worker is one shared queue for all its engines.</summary>
/// <remarks>
/// An engine ends what it has started. A stage worker looks up between batches whether a query is still wanted, so after a missed
/// deadline or a lost hedge it is free again up to a query's time earlier than here.
/// </remarks>
public sealed record SimulatedStage
{
    public required string Name { get; init; }

    /// <summary>Candidates that reach the stage.</summary>
    public required int Items { get; init; }

    /// <summary>Time an engine takes for a query or for a part of it.</summary>
    public required ServiceTime Service { get; init; }

    /// <summary>The same for a query that finds an idle engine, whose caches have gone cold; null when that makes no difference.</summary>
    public ServiceTime? Rested { get; init; }

    /// <summary>
    /// How fast an idle engine's caches go cold, seconds: one that has been idle for so long has <see cref="Rested"/> with a chance of
    /// 63 % (1 - e^(-idle / this)); 0: every engine that is idle has.
    /// </summary>
    public double RestSeconds { get; init; }

    /// <summary>Interchangeable workers, at least 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Engines of each worker, at least 1.</summary>
    public int Engines { get; init; } = 1;

    /// <summary>Queries that may wait at each worker; the next is refused.</summary>
    public int QueueCapacity { get; init; } = int.MaxValue;

    public Balancing Balancing { get; init; } = Balancing.LeastLoaded;

    /// <summary>Fewest candidates of a part when a query is split over engines that are idle as it comes; 0 never splits.</summary>
    public int SubBatchRows { get; init; }

    /// <summary>Stages of one host slow each other down: their busy engines are counted together.</summary>
    public int Host { get; init; }

    /// <summary>From the gateway to the worker; null takes no time.</summary>
    public ServiceTime? Request { get; init; }

    /// <summary>From the worker to the gateway; null takes no time.</summary>
    public ServiceTime? Reply { get; init; }

    /// <summary>Seconds after which a second worker is asked too; infinite never.</summary>
    public double HedgeAfter { get; init; } = double.PositiveInfinity;

    /// <summary>Seconds the stage may take, unless the deadline comes first; infinite for all that is left.</summary>
    public double Budget { get; init; } = double.PositiveInfinity;

    /// <summary>Whether a query that a full worker refuses is offered to another one, once.</summary>
    public bool AsksAnother { get; init; } = true;

    /// <summary>
    /// Whether a query that nobody waits for any more still has its turn if that comes before its deadline, as on a device;
    /// a stage worker passes over it.
    /// </summary>
    public bool RunsAbandoned { get; init; }

    /// <summary>
    /// Number of an earlier stage whose workers do this stage's work too, with their engines, queue and host, as the worker inside a
    /// gateway does for all stages; null for workers of its own.
    /// </summary>
    public int? WorkersOf { get; init; }
}
