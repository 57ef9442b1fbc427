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

    /// <summary>Before the first stage: client to gateway, reading the query. Null takes no time.</summary>
    public ServiceTime? Entry { get; init; }

    /// <summary>After the last stage: writing the answer, gateway to client. Null takes no time.</summary>
    public ServiceTime? Exit { get; init; }
}
