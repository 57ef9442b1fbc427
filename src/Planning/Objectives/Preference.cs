namespace RecPipe.Planning.Objectives;

/// <summary>What decides among designs that hold an objective.</summary>
public enum Preference
{
    /// <summary>The smallest share of the backends.</summary>
    Cost,

    /// <summary>The lowest tail latency.</summary>
    Latency,

    /// <summary>The best ranking.</summary>
    Quality,

    /// <summary>The most queries a second it could take.</summary>
    Throughput,
}
