using RecPipe.Evaluation.Scores;
using RecPipe.Evaluation.Statistics;
using RecPipe.Ranking.Quality;

namespace RecPipe.Evaluation.Cascades;

/// <summary>
/// What a cascade says about all of a query's candidates: each has the score of the last stage that scored it, and what a later
/// stage scored stands above what an earlier one pruned.
/// </summary>
/// <param name="Auc">Area under the ROC curve of that order, query by query; NaN where all labels are equal.</param>
/// <param name="LogLoss">Mean binary cross entropy of those scores as probabilities, query by query, nats.</param>
public sealed record WholeListQuality(MetricSample Auc, MetricSample LogLoss)
{
    /// <param name="scores">Scores of all models that the cascade names.</param>
    /// <param name="cascade">The stages.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    public static WholeListQuality Of(ScoreSet scores, Cascade cascade, CancellationToken cancellationToken = default)
    {
        double[] auc = new double[scores.Queries.Count], loss = new double[scores.Queries.Count];
        Parallel.For(
            0, auc.Length, new ParallelOptions { CancellationToken = cancellationToken }, () => new LastScores(scores, cascade),
            (query, _, last) =>
            {
                last.Rank(query);
                auc[query] = AreaUnderCurve.Of(last.Order, scores.Queries.LabelsOf(query));
                loss[query] = RecPipe.Ranking.Quality.LogLoss.OfProbabilities(last.Probabilities, scores.Queries.LabelsOf(query));
                return last;
            },
            _ => { });
        return new(new MetricSample(auc), new MetricSample(loss));
    }

    /// <summary>One thread's work.</summary>
    private sealed class LastScores(ScoreSet scores, Cascade cascade)
    {
        private readonly CascadeRanker _ranker = new(scores);
        private readonly int[] _stage = new int[scores.Queries.Candidates];
        private readonly float[] _score = new float[scores.Queries.Candidates];
        private readonly int[] _ascending = new int[scores.Queries.Candidates];

        /// <summary>[candidates]: the larger, the higher the cascade ranks it; equal where it ranks equal.</summary>
        public float[] Order { get; } = new float[scores.Queries.Candidates];

        /// <summary>[candidates].</summary>
        public float[] Probabilities { get; } = new float[scores.Queries.Candidates];

        public void Rank(int query)
        {
            _ranker.Rank(cascade, query, (stage, input, _) =>
            {
                int model = cascade.Stages[stage].Model;
                ReadOnlySpan<float> all = scores.ScoresOf(model, query);
                foreach (int candidate in input)
                {
                    _stage[candidate] = stage;
                    _score[candidate] = all[candidate];
                    Probabilities[candidate] = scores.Models[model].ToProbability(all[candidate]);
                }
            });
            for (int i = 0; i < _ascending.Length; i++)
                _ascending[i] = i;
            Array.Sort(_ascending, (a, b) => _stage[a] != _stage[b] ? _stage[a].CompareTo(_stage[b]) : _score[a].CompareTo(_score[b]));
            for (int i = 0, place = 0; i < _ascending.Length; i++)
            {
                bool tied = i > 0 && _stage[_ascending[i]] == _stage[_ascending[i - 1]] && _score[_ascending[i]] == _score[_ascending[i - 1]];
                Order[_ascending[i]] = tied ? place : ++place;
            }
        }
    }
}
