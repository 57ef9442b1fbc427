using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Inference.Sessions;

/// <summary>Does a feature store hold what a model reads?</summary>
internal static class StoreCheck
{
    public static IEnumerable<ConfigProblem> Problems(ModelSession model, IFeatureSource store)
    {
        if (model.DenseWidth > 0 && store.DenseWidth != model.DenseWidth)
            yield return Mismatch("inputs", $"The model reads {model.DenseWidth} dense features; the feature store has {store.DenseWidth}.");
        if (model.SparseWidth > 0 && store.SparseWidth != model.SparseWidth)
            yield return Mismatch("inputs", $"The model reads {model.SparseWidth} sparse features; the feature store has {store.SparseWidth}.");
        for (int i = 0; i < Math.Min(store.TableRows.Count, model.Tables.Length); i++)
        {
            if (store.TableRows[i] > model.Tables[i])
                yield return Mismatch($"tables[{i}]", $"The table has {model.Tables[i]} rows; values of the feature store need {store.TableRows[i]}.");
        }

        ConfigProblem Mismatch(string field, string problem) =>
            new(model.CardPath, field, problem, "Serve the model with the store it was trained on, or train it on this one.");
    }
}
