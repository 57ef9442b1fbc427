using RecPipe.Planning.Designs;

namespace RecPipe.Planning.Sweeps;

/// <summary>What finds the points of a sweep: the simulator, or services under load.</summary>
public interface IDesignRuns
{
    /// <summary>Designs that may be open at a time.</summary>
    int Parallel { get; }

    /// <summary>Makes a design ready for load.</summary>
    /// <param name="design">The design.</param>
    /// <param name="known">Its points that were found before an interruption.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IDesignRun> OpenAsync(Design design, IReadOnlyList<SweptPoint> known, CancellationToken cancellationToken);
}
