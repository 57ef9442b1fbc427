using RecPipe.Planning.Designs;

namespace RecPipe.Planning.Sweeps;

/// <summary>What finds the points of a sweep: the simulator, or services under load.</summary>
public interface IDesignRuns
{
    /// <summary>Designs that may be open at a time.</summary>
    int Parallel { get; }

    /// <summary>Makes a design ready for load.</summary>
    Task<IDesignRun> OpenAsync(Design design, CancellationToken cancellationToken);
}
