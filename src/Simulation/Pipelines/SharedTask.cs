using RecPipe.Simulation.Events;

namespace RecPipe.Simulation.Pipelines;

/// <summary>Work under way on shared cores, and what happens when it is over.</summary>
internal struct SharedTask
{
    /// <summary>Which speeds it has.</summary>
    public int Kind;

    /// <summary>Seconds it would still take alone on its host.</summary>
    public double Left;

    public double Started;
    public EventKind Then;
    public int Index;
    public int Epoch;
}
