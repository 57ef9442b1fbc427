namespace RecPipe.Ranking.Pareto;

/// <summary>Something to be as small, or as large, as possible.</summary>
/// <typeparam name="T">What is compared.</typeparam>
/// <param name="Value">Its measure of an item; infinite values are allowed, NaN keeps the item off every front.</param>
/// <param name="Better">Which way is better.</param>
public sealed record Objective<T>(Func<T, double> Value, Better Better);

/// <summary>Which way is better.</summary>
public enum Better
{
    Smaller,
    Larger,
}
