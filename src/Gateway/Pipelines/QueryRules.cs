using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Pipelines;

/// <summary>What a query must hold to be run through a pipeline.</summary>
internal static class QueryRules
{
    private static readonly QueryContext s_noContext = new();

    /// <returns>Null when it may run, otherwise which field of the request is wrong and how.</returns>
    public static string? Problem(PipelineModel pipeline, Query query)
    {
        if (query.Candidates.IsEmpty)
            return "candidates: there are none.";
        if (query.K < 0 || query.K > pipeline.LastKeep)
            return $"k: {query.K} is not between 0 and the {pipeline.LastKeep} that the last stage keeps.";
        return (query.Features is { } features ? ProblemOf(features, pipeline, query.Candidates.Length) : Missing(pipeline))
            ?? ContextProblem(pipeline, query.Context);
    }

    private static string? Missing(PipelineModel pipeline) =>
        pipeline.Config.Features == FeatureOrigin.Inline && pipeline.Stages.Any(stage => stage.Model is null or { ReadsCandidateFeatures: true })
            ? $"features: there are none; pipeline \"{pipeline.Name}\" has its queries bring them."
            : null;

    private static string? ContextProblem(PipelineModel pipeline, QueryContext? context)
    {
        foreach (StageModel stage in pipeline.Stages)
        {
            if (stage.Model is { ReadsContext: true } model && ContextProblem(context ?? s_noContext, model) is { } problem)
                return problem;
        }
        return null;
    }

    private static string? ContextProblem(QueryContext context, ModelDescription model)
    {
        if (model.UserRows > 0 && context.User is null)
            return $"context.user: there is none; {model.Name} reads it.";
        if (model.UserRows > 0 && (uint)context.User!.Value >= (uint)model.UserRows)
            return $"context.user: it is {context.User}; {model.Name} has users 0 to {model.UserRows - 1}.";
        if (model.QueryDenseWidth > 0 && context.Dense.Length != model.QueryDenseWidth)
            return $"context.dense: {context.Dense.Length} values; {model.Name} takes {model.QueryDenseWidth}.";
        return model.QuerySparseWidth > 0 && context.Sparse.Length != model.QuerySparseWidth
            ? $"context.sparse: {context.Sparse.Length} values; {model.Name} takes {model.QuerySparseWidth}."
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
        width == 0 || length == (long)candidates * width
            ? null
            : $"features.{field}: {length} values for {candidates} candidates; {model.Name} takes {width} for each.";
}
