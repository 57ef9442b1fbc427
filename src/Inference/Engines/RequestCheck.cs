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
        if (request.Features is { } features)
            return Problem(features, count, model);
        return store is null
            ? "features: this worker has no feature store, so they must come with the query."
            : Problem(request.Candidates.Span, store.Rows);
    }

    private static string? Problem(ReadOnlySpan<int> ids, int rows)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if ((uint)ids[i] >= (uint)rows)
                return $"candidates: position {i} holds {ids[i]}; the feature store has ids 0 to {rows - 1}.";
        }
        return null;
    }

    private static string? Problem(InlineFeatures features, int count, ModelSession model)
    {
        if (features.Dense.Length != (long)count * model.DenseWidth)
            return $"features.dense: {features.Dense.Length} values; {count} candidates of the model {model.Name} need {count} x {model.DenseWidth}.";
        if (features.Sparse.Length != (long)count * model.SparseWidth)
            return $"features.sparse: {features.Sparse.Length} values; {count} candidates of the model {model.Name} need {count} x {model.SparseWidth}.";
        return DenseProblem(features.Dense.Span, model) ?? SparseProblem(features.Sparse.Span, model);
    }

    private static string? DenseProblem(ReadOnlySpan<float> dense, ModelSession model)
    {
        for (int i = 0; i < dense.Length; i++)
        {
            if (!float.IsFinite(dense[i]))
                return $"features.dense: feature {i % model.DenseWidth} of position {i / model.DenseWidth} is {dense[i]}; it must be finite.";
        }
        return null;
    }

    private static string? SparseProblem(ReadOnlySpan<int> sparse, ModelSession model)
    {
        ReadOnlySpan<int> tables = model.Tables;
        for (int start = 0; start < sparse.Length; start += tables.Length)
        {
            ReadOnlySpan<int> row = sparse.Slice(start, tables.Length);
            for (int table = 0; table < row.Length; table++)
            {
                if ((uint)row[table] >= (uint)tables[table])
                    return $"features.sparse: feature {table} of position {start / tables.Length} is {row[table]}; its table has rows 0 to {tables[table] - 1}.";
            }
        }
        return null;
    }
}
