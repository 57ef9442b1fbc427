namespace RecPipe.Models.Tests.Weights;

/// <summary>An array to be written into a weight file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Extents, outermost first.</param>
/// <param name="Values">In C order.</param>
internal sealed record Tensor(string Name, long[] Shape, float[] Values)
{
    /// <summary>Of values that every element type holds exactly: small whole numbers.</summary>
    public static Tensor Small(string name, Random random, params long[] shape) =>
        new(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)random.Next(128))]);

    /// <summary>Of values in [-1, 1).</summary>
    public static Tensor Random(string name, Random random, params long[] shape) =>
        new(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextSingle() * 2 - 1)]);
}
