using RecPipe.Models.Cards;

namespace RecPipe.Evaluation.Scores;

/// <summary>A model's scores of a set of queries.</summary>
public sealed class ScoredModel
{
    private readonly float[] _byPlace;

    /// <param name="card">The model.</param>
    /// <param name="slotScores">One a slot.</param>
    /// <param name="byPlace">[queries, candidates].</param>
    /// <param name="computed">How many were computed now; the others were known.</param>
    internal ScoredModel(ModelCard card, float[] slotScores, float[] byPlace, int computed)
    {
        Card = card;
        SlotScores = slotScores;
        _byPlace = byPlace;
        Computed = computed;
    }

    public ModelCard Card { get; }

    /// <summary>One a slot, in the order of <see cref="Queries.QuerySet.Slots"/>.</summary>
    public ReadOnlyMemory<float> SlotScores { get; }

    /// <summary>How many of them were computed now; the others came from the cache.</summary>
    public int Computed { get; }

    /// <summary>Scores of a query's candidates.</summary>
    /// <param name="query">Which query.</param>
    /// <param name="candidates">Candidates a query.</param>
    internal ReadOnlySpan<float> Of(int query, int candidates) => _byPlace.AsSpan(query * candidates, candidates);

    /// <summary>A score as a probability: logits go through the logistic function.</summary>
    public float ToProbability(float score) => Card.Output.Kind == ScoreKind.Logit ? 1 / (1 + MathF.Exp(-score)) : score;

    /// <summary>The same model as if it had been exported with probabilities.</summary>
    internal ScoredModel ToProbabilities() => Card.Output.Kind == ScoreKind.Probability
        ? this
        : new(Card with { Output = Card.Output with { Kind = ScoreKind.Probability } }, Converted(SlotScores.Span), Converted(_byPlace), Computed);

    private float[] Converted(ReadOnlySpan<float> scores)
    {
        float[] probabilities = new float[scores.Length];
        for (int i = 0; i < scores.Length; i++)
            probabilities[i] = ToProbability(scores[i]);
        return probabilities;
    }
}
