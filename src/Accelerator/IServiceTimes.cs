using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator;

/// <summary>
/// How long a device takes for one stage of one query: a modelled accelerator (any mode) or a table of measured times.
/// The emulator and the simulator know hardware by nothing else.
/// </summary>
public interface IServiceTimes
{
    /// <summary>Name of the hardware, for example "rpaccel-4".</summary>
    string Hardware { get; }

    /// <summary>Seconds one unit of the device is busy; the answer leaves when they are over.</summary>
    /// <param name="model">What ranks.</param>
    /// <param name="items">Candidates, at least 1.</param>
    /// <param name="keep">Survivors sent back.</param>
    /// <exception cref="Ranking.Configuration.ConfigException">The hardware file says nothing about this model.</exception>
    double ServiceSeconds(ModelShape model, int items, int keep);
}
