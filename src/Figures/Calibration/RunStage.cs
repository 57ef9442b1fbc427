namespace RecPipe.Figures.Calibration;

/// <summary>A stage of a run of the published system.</summary>
/// <param name="Model">The ranking model, by its name here: "rm-small".</param>
/// <param name="Items">Candidates that reach it.</param>
/// <param name="Device">What its engines are.</param>
/// <param name="Engines">How many it has to itself.</param>
/// <param name="Slices">Of an accelerator: each engine is one of so many slices of the whole; otherwise 1.</param>
public sealed record RunStage(string Model, int Items, RunDevice Device, int Engines, int Slices = 1);

/// <summary>What an engine of the published system is.</summary>
public enum RunDevice
{
    /// <summary>A process on a core of the server.</summary>
    Cpu,

    /// <summary>The one GPU.</summary>
    Gpu,

    /// <summary>A process that sleeps as long as the modelled accelerator would take.</summary>
    Accelerator,
}
