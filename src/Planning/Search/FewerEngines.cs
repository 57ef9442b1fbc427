using RecPipe.Planning.Designs;

namespace RecPipe.Planning.Search;

/// <summary>
/// Designs that leave hardware idle. An enumeration leaves them out, as none is faster than the one that uses everything; but they cost
/// less, and a planner may find that fewer engines are enough.
/// </summary>
public static class FewerEngines
{
    /// <summary>A stage's numbers of engines, each so many times the one before: every number first, then ever fewer of them.</summary>
    private static readonly double[] s_steps = [1, 1.25, 1.5, 2, 4];

    /// <summary>Looks at so many times as many designs as it may give back: most are found several times.</summary>
    private const int Looks = 100;

    /// <summary>The designs and those that have fewer engines in some stages, each once: all of these, or as many numbers of engines as there is room for.</summary>
    /// <param name="designs">The designs.</param>
    /// <param name="most">Designs to give back at most, unless <paramref name="designs"/> alone are more.</param>
    /// <returns>The designs, and what was left out, in a sentence; empty when nothing was.</returns>
    public static (IReadOnlyList<Design> Designs, string LeftOut) Of(IReadOnlyList<Design> designs, int most)
    {
        foreach (double step in s_steps)
        {
            if (WithFewer(designs, step, most) is { } all)
                return (all, step == 1 ? "" : FormattableString.Invariant($"Of the designs that leave engines idle those were left out whose stages have other numbers of engines than {string.Join(", ", Ladder(step).Take(6))}, ...: all would be more than {most:N0}."));
        }
        return (designs, FormattableString.Invariant($"Designs that leave engines idle were left out, as there would be more than {most:N0}: costs are those of all hardware. Plan a smaller space."));
    }

    private static List<Design>? WithFewer(IReadOnlyList<Design> designs, double step, int most)
    {
        HashSet<string> known = [];
        List<Design> all = [];
        long looks = 0;
        foreach (Design design in designs.SelectMany(design => Of(design, step)))
        {
            if (++looks > (long)Looks * most)
                return null;
            if (known.Add(design.Key))
                all.Add(design);
            if (all.Count > most)
                return null;
        }
        return all;
    }

    private static IEnumerable<Design> Of(Design design, double step) => design.Stages
        .Aggregate((IEnumerable<DesignedStage[]>)[[]], (chosen, stage) => chosen.SelectMany(_ => Of(stage, step), (before, next) => (DesignedStage[])[.. before, next]))
        .Select(stages => design with { Stages = stages })
        .Prepend(design);

    private static IEnumerable<DesignedStage> Of(DesignedStage stage, double step) => Ladder(step).TakeWhile(engines => engines <= stage.Engines).Reverse()
        .Select(engines => stage with { Engines = engines, SubBatchRows = engines > 1 ? stage.SubBatchRows : 0 });

    private static IEnumerable<int> Ladder(double step)
    {
        for (int engines = 1; ; engines = Math.Max(engines + 1, (int)(engines * step)))
            yield return engines;
    }
}
