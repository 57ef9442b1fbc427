using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Pipelines;

/// <summary>What a query must hold to be run through a pipeline.</summary>
internal static class QueryRules
{
    /// <returns>Null when it may run, otherwise which field of the request is wrong and how.</returns>
    public static string? Problem(PipelineModel pipeline, Query query)
    {
        if (query.Candidates.IsEmpty)
            return "candidates: there are none.";
        if (query.K < 0 || query.K > pipeline.LastKeep)
            return $"k: {query.K} is not between 0 and the {pipeline.LastKeep} that the last stage keeps.";
        if (query.Features is { } features)
            return ProblemOf(features, pipeline, query.Candidates.Length);
        return pipeline.Config.Features == FeatureOrigin.Inline
            ? $"features: there are none; pipeline \"{pipeline.Name}\" has its queries bring them."
            : null;
    }

    private static string? ProblemOf(InlineFeatures features, PipelineModel pipeline, int candidates)
    {
        foreach (StageModel stage in pipeline.Stages)
        {
            if (stage.Model is not { } model)
                continue;
            string? problem = ProblemOf("dense", features.Dense.Length, model.DenseWidth, model, candidates)
                ?? ProblemOf("sparse", features.Sparse.Length, model.SparseWidth, model, candidates);
            if (problem is not null)
                return problem;
        }
        return features.Dense.Length % candidates == 0 && features.Sparse.Length % candidates == 0
            ? null
            : $"features: they are not whole rows of {candidates} candidates.";
    }

    private static string? ProblemOf(string field, int length, int width, ModelDescription model, int candidates) =>
        length == (long)candidates * width
            ? null
            : $"features.{field}: {length} values for {candidates} candidates; {model.Name} takes {width} for each.";
}
