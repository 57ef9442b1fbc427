using RecPipe.Datasets.Interactions;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Quality;
using RecPipe.Training.Neumf;

namespace RecPipe.Training;

/// <summary>
/// Trains a NeuMF on who took which item: binary cross entropy of the items taken and of random others, by Adam. He et al.
/// 2017, arXiv:1708.05031.
/// </summary>
public sealed class NeumfTrainer(TimeProvider clock)
{
    private const int Reports = 100;

    /// <summary>Learns from the store's training items and judges on the items held out, if there are any.</summary>
    /// <exception cref="ConfigException">The model or the store cannot be used.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public TrainedNeumf Train(NeumfConfig config, InteractionStore store, NeumfTrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.ThrowIfInvalid();
        ConfigException.ThrowIfAny(NeumfConfigCheck.Check(config.Name, config));
        TrainingPairs pairs = new(store);
        if (pairs.Count == 0)
            throw new ConfigException(InteractionManifest.FileName, "trainPairs", "There is nothing to learn from: no training items, or users who took every item.", "Import more data.");
        options = options with { BatchSize = Math.Min(options.BatchSize, pairs.Count) };
        using NeumfLearner learner = new(config, store.Users, store.Items, NeumfStart.Make(config, options), options);
        double rowsPerSecond = Learn(config.Name, learner, pairs, options, progress, cancellationToken);
        return new TrainedNeumf(config, store.Users, store.Items, learner.ToWeights(), Judge(learner, store, pairs, options, cancellationToken), rowsPerSecond);
    }

    private double Learn(string name, NeumfLearner learner, TrainingPairs pairs, NeumfTrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        int batch = learner.BatchPairs;
        long stepsPerEpoch = pairs.Count / batch, steps = stepsPerEpoch * options.Epochs, step = 0, every = Math.Max(1, steps / Reports);
        long began = clock.GetTimestamp();
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            pairs.Shuffle(options.Seed, epoch);
            for (int i = 0; i < stepsPerEpoch; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                learner.Step(pairs, i * batch, pace: 1 - (float)step / steps);
                if (++step % every == 0)
                    Report(epoch);
            }
        }
        return RowsPerSecond();

        void Report(int epoch)
        {
            float[] logits = [.. learner.Lanes.SelectMany(lane => lane.Logits)];
            byte[] labels = [.. logits.Select((_, i) => (byte)(i % (1 + options.Negatives) == 0 ? 1 : 0))];
            double loss = LogLoss.OfLogits(logits, labels);
            if (!double.IsFinite(loss))
                throw new TrainingDivergedException(name, step);
            progress?.Report(new((double)step / steps, epoch, RowsPerSecond(), loss, AreaUnderCurve.Of(logits, labels)));
        }

        double RowsPerSecond() => step * batch * (1 + options.Negatives) / clock.GetElapsedTime(began).TotalSeconds;
    }

    private static TrainingRecord Judge(NeumfLearner learner, InteractionStore store, TrainingPairs pairs, NeumfTrainingOptions options, CancellationToken cancellationToken)
    {
        HeldOutJudge judge = new(store, options.Seed);
        (double hitRate, double ndcg) = judge.Judge(learner, cancellationToken);
        bool judged = judge.Users > 0;
        return new TrainingRecord
        {
            Data = store.Manifest.Source,
            TrainRows = pairs.Count,
            TestRows = judge.Users,
            Epochs = options.Epochs,
            Seed = options.Seed,
            TestHitRateAt10 = judged ? hitRate : null,
            TestNdcgAt10 = judged ? ndcg : null,
            TestNegatives = judged ? HeldOutJudge.Negatives : null,
        };
    }
}
