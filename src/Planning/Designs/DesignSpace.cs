using RecPipe.Accelerator.Shapes;
using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Designs;

/// <summary>
/// All designs of an experiment: cascades, backends of the stages, engines, sub-batches. Corrected mode leaves out only designs
/// with room for another engine; they are no better than those with it.
/// </summary>
public static class DesignSpace
{
    /// <summary>More are refused: nobody would wait for them.</summary>
    public const int MostDesigns = 1_000_000;

    /// <summary>One after the other, none twice, in an order that depends on the experiment alone.</summary>
    /// <param name="experiment">Checked.</param>
    /// <param name="models">Its models by name.</param>
    /// <param name="mode">Whose rules.</param>
    public static IEnumerable<Design> Enumerate(Experiment experiment, IReadOnlyDictionary<string, ModelShape> models, DesignMode mode) =>
        CascadeSpace.Of(experiment, models).SelectMany(cascade => cascade.Designs(experiment.K, experiment.SubBatchRows, mode)).DistinctBy(design => design.Key);

    /// <summary>All at once.</summary>
    /// <exception cref="ConfigException">There are none, or more than <see cref="MostDesigns"/>.</exception>
    internal static IReadOnlyList<Design> List(string file, Experiment experiment, IReadOnlyDictionary<string, ModelShape> models, DesignMode mode)
    {
        Design[] designs = [.. Enumerate(experiment, models, mode).Take(MostDesigns + 1)];
        return designs.Length switch
        {
            0 => throw new ConfigException(file, "", "The space is empty: no design fits on the backends.",
                mode == DesignMode.Parity ? "In parity mode a stage gets an equal share, rounded down: give backends more engines, or use corrected mode." : "Give backends more engines, or cascades fewer stages."),
            > MostDesigns => throw new ConfigException(file, "", $"The space has more than {MostDesigns} designs.", "Try fewer items, keeps, sub-batches or engines."),
            _ => designs,
        };
    }
}
