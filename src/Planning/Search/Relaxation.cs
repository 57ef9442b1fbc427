namespace RecPipe.Planning.Search;

/// <summary>What part of an objective is given up to find the nearest point that can be had.</summary>
public enum Constraint
{
    Latency,
    Load,
    Quality,
}

/// <summary>The best that can be had of one constraint while the others hold.</summary>
/// <param name="Constraint">The one that is given up.</param>
/// <param name="Load">Offered load it holds at, queries/s.</param>
/// <param name="Point">The design; null when none holds the other constraints, however far this one is relaxed.</param>
/// <param name="Change">How far it is from what was asked, relative: 0.12 is 12 % more latency, less load, or less quality. Infinite without a point.</param>
public sealed record Relaxation(Constraint Constraint, double Load, SearchPoint? Point, double Change);
