using RecPipe.Inference.Sessions;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Engines;

/// <summary>What makes a query impossible to run, found before it takes a place in the queue.</summary>
internal static class RequestCheck
{
    /// <returns>What is wrong and with which field; null when nothing is.</returns>
    public static string? Problem(in StageRequest request, ModelSession model, int maxCandidates, IFeatureSource? store)
    {
        int count = request.Candidates.Length;
        if (count == 0)
            return "candidates: there are none; a query has at least one.";
        if (count > maxCandidates)
            return $"candidates: {count} of them; this worker takes at most {maxCandidates}.";
        if (request.Keep < 1)
            return $"keep: it is {request.Keep}; at least 1 survives.";
        return FeaturesProblem(request, model, store)
            ?? (model.CandidateRows > 0 ? IdProblem(request.Candidates.Span, model.CandidateRows, $"the model {model.Name}") : null)
            ?? ContextCheck.Problem(request.Context, model);
    }

    private static string? FeaturesProblem(in StageRequest request, ModelSession model, IFeatureSource? store)
    {
        if (!model.ReadsCandidateFeatures)
            return null;
        if (request.Features is { } features)
            return FeatureCheck.Problem(features, request.Candidates.Length, model);
        return store is null
            ? "features: this worker has no feature store, so they must come with the query."
            : IdProblem(request.Candidates.Span, store.Rows, "the feature store");
    }

    private static string? IdProblem(ReadOnlySpan<int> ids, int rows, string owner)
    {
        int at = ids.IndexOfAnyExceptInRange(0, rows - 1);
        return at < 0 ? null : $"candidates: position {at} holds {ids[at]}; {owner} has ids 0 to {rows - 1}.";
    }
}
