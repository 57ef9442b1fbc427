using RecPipe.Inference.Sessions;
using RecPipe.Ranking;

namespace RecPipe.Inference.Engines;

/// <summary>Are the features that came with a query those its model reads? A kind that the model reads none of is not looked at.</summary>
internal static class FeatureCheck
{
    /// <returns>What is wrong and with which field; null when nothing is.</returns>
    public static string? Problem(InlineFeatures features, int count, ModelSession model)
    {
        if (model.DenseWidth > 0 && features.Dense.Length != (long)count * model.DenseWidth)
            return $"features.dense: {features.Dense.Length} values; {count} candidates of the model {model.Name} need {count} x {model.DenseWidth}.";
        if (model.SparseWidth > 0 && features.Sparse.Length != (long)count * model.SparseWidth)
            return $"features.sparse: {features.Sparse.Length} values; {count} candidates of the model {model.Name} need {count} x {model.SparseWidth}.";
        return (model.DenseWidth > 0 ? DenseProblem(features.Dense.Span, model.DenseWidth) : null)
            ?? (model.SparseWidth > 0 ? SparseProblem(features.Sparse.Span, model.Tables) : null);
    }

    private static string? DenseProblem(ReadOnlySpan<float> dense, int width)
    {
        for (int i = 0; i < dense.Length; i++)
        {
            if (!float.IsFinite(dense[i]))
                return $"features.dense: feature {i % width} of position {i / width} is {dense[i]}; it must be finite.";
        }
        return null;
    }

    private static string? SparseProblem(ReadOnlySpan<int> sparse, ReadOnlySpan<int> tables)
    {
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
