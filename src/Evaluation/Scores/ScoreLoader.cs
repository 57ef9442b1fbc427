using Microsoft.ML.OnnxRuntime;
using RecPipe.Evaluation.Queries;
using RecPipe.Inference;
using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Evaluation.Scores;

/// <summary>Gets the scores of queries: from the cache what is known, from the models what is not, each candidate once.</summary>
/// <param name="cache">Where scores are kept; null to compute them all and keep none.</param>
/// <param name="backend">What models run on.</param>
/// <param name="clock">For the engines.</param>
public sealed class ScoreLoader(ScoreCache? cache, IBackend backend, TimeProvider clock)
{
    /// <summary>How far rounding may take a probability out of [0, 1].</summary>
    private const float Rounding = 1e-5f;

    /// <summary>Gets every model's scores. Checks the models' checksums, which the cache goes by.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="models">The models.</param>
    /// <param name="features">Where candidates' features are; null when the models need none.</param>
    /// <param name="progress">Told of each model that is being scored, and how far it is.</param>
    /// <param name="cancellationToken">Stops between requests; what is scored by then is kept.</param>
    /// <exception cref="ConfigException">A model is not what its card says, or does not fit the data.</exception>
    /// <exception cref="InvalidOperationException">A model fails on the data.</exception>
    public async Task<ScoreSet> LoadAsync(
        QuerySet queries, IReadOnlyList<ModelFile> models, IFeatureSource? features, IProgress<(string Model, double Share)>? progress, CancellationToken cancellationToken)
    {
        List<ScoredModel> scored = [];
        foreach (ModelFile model in models)
        {
            model.VerifyChecksums();
            ScoredModel scores = await LoadAsync(queries, model, features, progress, cancellationToken).ConfigureAwait(false);
            ThrowIfNoProbabilities(model, scores.SlotScores.Span);
            scored.Add(scores);
        }
        return new(queries, scored);
    }

    /// <summary>A card that calls logits probabilities would make every log loss and calibration wrong without a word.</summary>
    private static void ThrowIfNoProbabilities(ModelFile model, ReadOnlySpan<float> scores)
    {
        int at = model.Card.Output.Kind == ScoreKind.Probability ? scores.IndexOfAnyExceptInRange(-Rounding, 1 + Rounding) : -1;
        if (at >= 0)
            throw new ConfigException(model.CardPath, "output.kind", FormattableString.Invariant($"It says probability, and the model scores {scores[at]}."), "Say logit where the score's sigmoid is the probability.");
    }

    private async Task<ScoredModel> LoadAsync(
        QuerySet queries, ModelFile model, IFeatureSource? features, IProgress<(string Model, double Share)>? progress, CancellationToken cancellationToken)
    {
        ScoreKey key = ScoreKey.Of(model.Card, queries, $"onnxruntime {OrtEnv.Instance().GetVersionString()} {backend.Name}");
        float[] scores = new float[queries.Slots.Length];
        Array.Fill(scores, float.NaN);
        cache?.Load(key, queries.Slots, scores);
        int missing = scores.Count(float.IsNaN);
        if (missing > 0)
        {
            try
            {
                await ScoreAsync(queries, model, features, scores, progress, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (scores.Count(float.IsNaN) < missing)
                    cache?.Save(key, queries.Slots, scores);
            }
        }
        return new(model.Card, scores, queries.Spread(scores), missing);
    }

    private async Task ScoreAsync(
        QuerySet queries, ModelFile model, IFeatureSource? features, float[] scores, IProgress<(string Model, double Share)>? progress, CancellationToken cancellationToken)
    {
        EnginePoolOptions options = new() { SubBatchRows = 0 };
        options = options with { MaxCandidates = Math.Max(options.MaxCandidates, queries.Candidates) };
        await using EnginePool pool = new(options, [ModelSession.Load(model, backend)], features, clock);
        await new CandidateScorer(pool, model.Card.Name, queries).ScoreAsync(scores, progress is null ? null : new Named(model.Card.Name, progress), cancellationToken).ConfigureAwait(false);
    }

    private sealed class Named(string model, IProgress<(string Model, double Share)> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report((model, value));
    }
}
