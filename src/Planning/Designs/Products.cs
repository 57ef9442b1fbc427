namespace RecPipe.Planning.Designs;

/// <summary>Cartesian products.</summary>
internal static class Products
{
    /// <summary>One choice of each list, in all combinations; the first list changes slowest.</summary>
    public static IEnumerable<T[]> Of<T>(IEnumerable<IEnumerable<T>> lists) => lists.Aggregate(
        (IEnumerable<T[]>)[[]],
        (products, list) => products.SelectMany(_ => list, (product, choice) => (T[])[.. product, choice]));
}
