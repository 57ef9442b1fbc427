namespace RecPipe.Planning.Experiments;

/// <summary>What a backend's engines are, which decides how they can be run in real time.</summary>
public enum DeviceKind
{
    /// <summary>Processor cores, one an engine: a stage runs its model for real.</summary>
    Cpu,

    /// <summary>Whole devices of measured times: a stage is emulated.</summary>
    Gpu,

    /// <summary>Devices whose area stages share, with times from the accelerator model: a stage is emulated.</summary>
    Accelerator,
}
