using RecPipe.Inference.Sessions;
using RecPipe.Ranking;

namespace RecPipe.Inference.Engines;

/// <summary>Does a query know what its model reads of it? What the model does not read is not looked at.</summary>
internal static class ContextCheck
{
    /// <returns>What is wrong and with which field; null when nothing is.</returns>
    public static string? Problem(QueryContext? context, ModelSession model) =>
        UserProblem(context, model) ?? DenseProblem(context, model) ?? SparseProblem(context, model);

    private static string? UserProblem(QueryContext? context, ModelSession model)
    {
        if (model.UserRows == 0)
            return null;
        if (context?.User is not { } user)
            return $"context.user: there is none; the model {model.Name} reads it.";
        return (uint)user < (uint)model.UserRows
            ? null
            : $"context.user: it is {user}; the model {model.Name} has users 0 to {model.UserRows - 1}.";
    }

    private static string? DenseProblem(QueryContext? context, ModelSession model)
    {
        if (model.QueryDenseWidth == 0)
            return null;
        ReadOnlySpan<float> dense = context is null ? default : context.Dense.Span;
        if (dense.Length != model.QueryDenseWidth)
            return $"context.dense: {dense.Length} values; the model {model.Name} reads {model.QueryDenseWidth}.";
        for (int i = 0; i < dense.Length; i++)
        {
            if (!float.IsFinite(dense[i]))
                return $"context.dense: feature {i} is {dense[i]}; it must be finite.";
        }
        return null;
    }

    private static string? SparseProblem(QueryContext? context, ModelSession model)
    {
        if (model.QuerySparseWidth == 0)
            return null;
        ReadOnlySpan<int> sparse = context is null ? default : context.Sparse.Span;
        if (sparse.Length != model.QuerySparseWidth)
            return $"context.sparse: {sparse.Length} values; the model {model.Name} reads {model.QuerySparseWidth}.";
        ReadOnlySpan<int> tables = model.QueryTables;
        for (int i = 0; i < sparse.Length; i++)
        {
            if ((uint)sparse[i] >= (uint)tables[i])
                return $"context.sparse: feature {i} is {sparse[i]}; its table has rows 0 to {tables[i] - 1}.";
        }
        return null;
    }
}
