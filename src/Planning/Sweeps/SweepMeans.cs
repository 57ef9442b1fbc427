namespace RecPipe.Planning.Sweeps;

/// <summary>How the points of a sweep are found.</summary>
public enum SweepMeans
{
    /// <summary>Simulated, in virtual time.</summary>
    Virtual,

    /// <summary>Served in real time: CPU stages run their models, the others are emulated.</summary>
    Emulated,

    /// <summary>Served in real time, every stage running its model.</summary>
    Live,
}
