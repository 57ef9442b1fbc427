using RecPipe.Evaluation.Queries;
using RecPipe.Models.Cards;

namespace RecPipe.Evaluation.Scores;

/// <summary>Every model's score of every candidate of every query: what any cascade of these models is evaluated from.</summary>
public sealed class ScoreSet
{
    internal ScoreSet(QuerySet queries, IReadOnlyList<ScoredModel> models) => (Queries, Models) = (queries, models);

    public QuerySet Queries { get; }

    public IReadOnlyList<ScoredModel> Models { get; }

    /// <summary>Scores that come from elsewhere than <see cref="ScoreLoader"/>: a simulation, another runtime, a test.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="models">Each model's card, and its scores in the order of <see cref="QuerySet.Slots"/>.</param>
    public static ScoreSet Of(QuerySet queries, params IReadOnlyList<(ModelCard Card, float[] SlotScores)> models)
    {
        foreach ((ModelCard card, float[] scores) in models)
        {
            if (scores.Length != queries.Slots.Length || scores.Any(float.IsNaN))
                throw new ArgumentException($"The scores of {card.Name} must be {queries.Slots.Length} numbers.", nameof(models));
        }
        return new(queries, [.. models.Select(model => new ScoredModel(model.Card, model.SlotScores, queries.Spread(model.SlotScores), 0))]);
    }

    /// <summary>Place of a model in <see cref="Models"/>; -1 when it is not there.</summary>
    public int IndexOf(string model)
    {
        for (int i = 0; i < Models.Count; i++)
        {
            if (Models[i].Card.Name == model)
                return i;
        }
        return -1;
    }

    /// <summary>A model's scores of a query, [candidates].</summary>
    /// <param name="model">Place in <see cref="Models"/>.</param>
    /// <param name="query">Which query.</param>
    public ReadOnlySpan<float> ScoresOf(int model, int query) => Models[model].Of(query, Queries.Candidates);

    /// <summary>The same with every score a probability.</summary>
    internal ScoreSet ToProbabilities() => new(Queries, [.. Models.Select(model => model.ToProbabilities())]);
}
