namespace RecPipe.Planning.Search;

/// <summary>A point that the recommended one is shown beside.</summary>
/// <param name="Why">For example "fastest", "best of 1 stage".</param>
/// <param name="Point">The point.</param>
/// <param name="Holds">Whether it holds the objective.</param>
public sealed record ComparedPoint(string Why, SearchPoint Point, bool Holds);
