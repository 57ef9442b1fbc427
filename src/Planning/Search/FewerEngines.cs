using RecPipe.Planning.Designs;

namespace RecPipe.Planning.Search;

/// <summary>
/// Designs that leave hardware idle. An enumeration leaves them out, as none is faster than the one that uses everything; but they cost
/// less, and a planner may find that fewer engines are enough.
/// </summary>
public static class FewerEngines
{
    /// <summary>The designs and all that have fewer engines in some stages, each once.</summary>
    /// <param name="designs">The designs.</param>
    /// <param name="most">Gives back <paramref name="designs"/> alone when there would be more.</param>
    public static IReadOnlyList<Design> Of(IReadOnlyList<Design> designs, int most)
    {
        if (designs.Sum(design => design.Stages.Aggregate(1.0, (product, stage) => product * stage.Engines)) > 4.0 * most)
            return designs;
        Design[] all = [.. designs.SelectMany(Of).DistinctBy(design => design.Key).Take(most + 1)];
        return all.Length > most ? designs : all;
    }

    private static IEnumerable<Design> Of(Design design) => design.Stages
        .Aggregate((IEnumerable<DesignedStage[]>)[[]], (chosen, stage) => chosen.SelectMany(_ => Of(stage), (before, next) => (DesignedStage[])[.. before, next]))
        .Select(stages => design with { Stages = stages });

    private static IEnumerable<DesignedStage> Of(DesignedStage stage) => Enumerable.Range(1, stage.Engines).Reverse()
        .Select(engines => stage with { Engines = engines, SubBatchRows = engines > 1 ? stage.SubBatchRows : 0 });
}
