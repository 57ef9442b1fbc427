using RecPipe.Planning.Objectives;

namespace RecPipe.Planning.Search;

/// <summary>The point a plan proposes.</summary>
/// <param name="Point">Of all points simulated none is at least as good in everything and better in something.</param>
/// <param name="Reason">What decided: the first of the order in which points that hold the objective are compared.</param>
/// <param name="Confident">Whether its intervals lie within the bounds too, not only its estimates.</param>
/// <param name="Holding">Points of the front that hold the objective.</param>
/// <param name="RunnersUp">What would be recommended without it, in order.</param>
/// <param name="Compared">Points that are best at something else, or with another number of stages, whether they hold the objective or not.</param>
public sealed record Recommendation(
    SearchPoint Point, Preference Reason, bool Confident, int Holding, IReadOnlyList<SearchPoint> RunnersUp, IReadOnlyList<ComparedPoint> Compared);
