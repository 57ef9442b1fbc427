using RecPipe.Models.Cards;
using static System.FormattableString;

namespace RecPipe.Cli;

/// <summary>Says what a model is in one line.</summary>
internal static class ModelCardText
{
    /// <summary>Name, family, sizes of the tables and where the weights come from.</summary>
    public static string Line(ModelCard card) =>
        $"{card.Name}: {card.Family}, {Tables(card)}, {Origin(card)}";

    /// <summary>How well it did on what was held out.</summary>
    public static string Quality(TrainingRecord training) => training switch
    {
        { TestAuc: { } auc, TestLogLoss: { } loss } => Invariant($"test AUC {auc:F4}, log loss {loss:F4}"),
        { TestHitRateAt10: { } hitRate, TestNdcgAt10: { } ndcg } => Invariant($"hit rate@10 {hitRate:F4}, NDCG@10 {ndcg:F4} (1 + {training.TestNegatives} items, {training.TestRows:N0} users)"),
        _ => "nothing held out to judge it on",
    };

    private static string Origin(ModelCard card) => card switch
    {
        { Training: { } training } => Invariant($"trained on {training.TrainRows:N0} rows, {Quality(training)}"),
        { BuiltFrom: { } file } => $"weights of {file}",
        _ => "not trained here",
    };

    private static string Tables(ModelCard card)
    {
        string[] ids = [.. card.Inputs.Where(input => input.Rows is not null).Select(input => Invariant($"{input.Rows:N0} {(input.Feature == FeatureKind.User ? "users" : "items")}"))];
        return ids.Length > 0 && card.Tables.Count == 0
            ? string.Join(", ", ids)
            : Invariant($"{card.Tables.Count} tables, {card.Tables.Sum(rows => (long)rows):N0} rows");
    }
}
