using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Simulation.Pipelines;

/// <summary>A pipeline as the simulator sees it.</summary>
public sealed record SimulatedPipeline
{
    /// <summary>In the order they run, at least one.</summary>
    public required IReadOnlyList<SimulatedStage> Stages { get; init; }

    /// <summary>Seconds after which the answer so far is given; infinite never.</summary>
    public double Deadline { get; init; } = double.PositiveInfinity;

    /// <summary>Whether a query that a later stage failed is answered with what it had.</summary>
    public bool AnswerDegraded { get; init; } = true;

    /// <summary>Before the first stage: client to gateway, reading the query. Null takes no time. See <see cref="GatewayHost"/>.</summary>
    public ServiceTime? Entry { get; init; }

    /// <summary>After the last stage: writing the answer, gateway to client. Null takes no time.</summary>
    public ServiceTime? Exit { get; init; }

    /// <summary>
    /// Cores of each host, by its number, that whatever runs there shares; 0, or missing, where every engine is hardware of its own.
    /// Where cores are shared an engine's time is drawn as if it were alone, and takes longer by how many others run meanwhile.
    /// </summary>
    public IReadOnlyList<int> Cores { get; init; } = [];

    /// <summary>The host whose cores entry and background work take when they are shared; -1 when an entry is a delay and nothing else. Hops and exit are delays.</summary>
    public int GatewayHost { get; init; } = -1;

    /// <summary>What every query costs the gateway's host besides, once it is answered, without anybody waiting for it. Null for nothing.</summary>
    public ServiceTime? Background { get; init; }
}
