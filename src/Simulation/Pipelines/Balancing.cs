namespace RecPipe.Simulation.Pipelines;

/// <summary>How a stage chooses among its workers, each of which has a queue of its own.</summary>
public enum Balancing
{
    /// <summary>In turn.</summary>
    RoundRobin,

    /// <summary>The one with the fewest queries on it; in turn among equals.</summary>
    LeastLoaded,

    /// <summary>The less loaded of two drawn at random (Mitzenmacher 2001).</summary>
    PowerOfTwoChoices,

    /// <summary>One drawn at random.</summary>
    Random,
}
