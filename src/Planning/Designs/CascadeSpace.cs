using RecPipe.Accelerator.Shapes;
using RecPipe.Planning.Experiments;

namespace RecPipe.Planning.Designs;

/// <summary>The cascades of an experiment: those it lists, then those it leaves to be enumerated.</summary>
internal static class CascadeSpace
{
    public static IEnumerable<PlacedCascade> Of(Experiment experiment, IReadOnlyDictionary<string, ModelShape> models)
    {
        IEnumerable<PlacedCascade> listed = experiment.Cascades.SelectMany(cascade => Listed(cascade, experiment.Backends));
        return experiment.Space is { } space ? listed.Concat(Enumerated(space, experiment, models)) : listed;
    }

    /// <summary>Those of one entry of the list.</summary>
    public static IEnumerable<PlacedCascade> Listed(CascadeConfig cascade, IReadOnlyList<BackendConfig> backends) =>
        from models in cascade.Models
        from items in cascade.Items
        from placed in cascade.Backends.Count > 0
            ? cascade.Backends.Select(names => names.Select(name => backends.First(backend => backend.Name == name)).ToArray())
            : Products.Of(Enumerable.Repeat(backends, models.Count))
        select new PlacedCascade(models, items, placed);

    /// <summary>Multiply-accumulates of a candidate, by which models are ordered.</summary>
    public static long Cost(ModelShape model) =>
        LayerShape.Between(model.BottomMlp).Concat(LayerShape.Between(model.TopMlp)).Sum(layer => layer.Macs) + model.InteractionMacs;

    private static IEnumerable<PlacedCascade> Enumerated(SpaceConfig space, Experiment experiment, IReadOnlyDictionary<string, ModelShape> models)
    {
        string[] cheapestFirst = [.. space.Models.OrderBy(model => Cost(models[model])).ThenBy(model => model, StringComparer.Ordinal)];
        int[] keeps = [.. space.Keeps.OrderDescending()];
        return from stages in space.Stages
               from chosen in Choose(cheapestFirst, stages)
               from candidates in space.Candidates
               where candidates >= experiment.K
               from kept in Choose([.. keeps.Where(keep => keep < candidates && keep >= experiment.K)], stages - 1)
               from placed in Products.Of(Enumerable.Repeat(experiment.Backends, stages))
               select new PlacedCascade(chosen, [candidates, .. kept], placed);
    }

    /// <summary>All ways to choose some of a list, in its order.</summary>
    private static IEnumerable<T[]> Choose<T>(IReadOnlyList<T> list, int count, int from = 0) => count == 0
        ? [[]]
        : Enumerable.Range(from, Math.Max(0, list.Count - from)).SelectMany(first => Choose(list, count - 1, first + 1), (first, rest) => (T[])[list[first], .. rest]);
}
