using RecPipe.Datasets.Store;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Quality;
using RecPipe.Training.Dlrm;

namespace RecPipe.Training;

/// <summary>Trains a DLRM on a feature store: binary cross entropy, Adam for the dense layers, Adagrad for the embeddings.</summary>
public sealed class DlrmTrainer(TimeProvider clock)
{
    private const int Reports = 100;

    /// <summary>Learns from the store's training rows and judges on the rows held out.</summary>
    /// <exception cref="ConfigException">The model and the store do not fit.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public TrainedModel Train(DlrmConfig config, FeatureStore store, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.ThrowIfInvalid();
        Check(config, store);
        options = options with { BatchSize = Math.Min(options.BatchSize, store.Manifest.TrainRows) };
        DlrmWeights start = RandomWeights.Make(config, store.SparseWidth, options.Seed, options.EmbeddingBound);
        using DlrmLearner learner = new(config, store, start, options);
        double rowsPerSecond = Learn(config.Name, learner, store.Manifest.TrainRows, options, progress, cancellationToken);
        return new TrainedModel(config, store.TableRows, learner.Parameters.ToWeights(learner.Tables.Read), Judge(learner, store, options, cancellationToken), rowsPerSecond);
    }

    private double Learn(string name, DlrmLearner learner, int rows, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        int[] ids = new int[learner.BatchRows];
        long stepsPerEpoch = rows / ids.Length, steps = stepsPerEpoch * options.Epochs, step = 0;
        ProgressWindow window = new(learner.Lanes, Math.Max(1, steps / Reports));
        long began = clock.GetTimestamp();
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            using IEnumerator<int> order = RowOrder.Of(rows, options.Seed, epoch).GetEnumerator();
            for (long i = 0; i < stepsPerEpoch; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int k = 0; k < ids.Length && order.MoveNext(); k++)
                    ids[k] = order.Current;
                learner.Step(ids, pace: 1 - (float)step / steps);
                step++;
                if (!window.Add(out double loss, out double auc))
                    continue;
                if (!double.IsFinite(loss))
                    throw new TrainingDivergedException(name, step);
                progress?.Report(new((double)step / steps, epoch, RowsPerSecond(), loss, auc));
            }
        }
        return RowsPerSecond();

        double RowsPerSecond() => step * ids.Length / clock.GetElapsedTime(began).TotalSeconds;
    }

    private static TrainingRecord Judge(DlrmLearner learner, FeatureStore store, TrainingOptions options, CancellationToken cancellationToken)
    {
        int trainRows = store.Manifest.TrainRows, testRows = store.Rows - trainRows;
        float[] logits = learner.Score(trainRows, testRows, cancellationToken);
        return new TrainingRecord
        {
            Data = store.Manifest.Source,
            TrainRows = trainRows,
            TestRows = testRows,
            Epochs = options.Epochs,
            Seed = options.Seed,
            TestAccuracy = Accuracy.OfLogits(logits, store.Labels[trainRows..]),
            TestAuc = AreaUnderCurve.Of(logits, store.Labels[trainRows..]),
            TestLogLoss = LogLoss.OfLogits(logits, store.Labels[trainRows..]),
        };
    }

    private static void Check(DlrmConfig config, FeatureStore store)
    {
        List<ConfigProblem> problems = [.. DlrmConfigCheck.Check(config.Name, config)];
        if (config.BottomMlp.Count > 0 && config.DenseWidth != store.DenseWidth)
            problems.Add(new(config.Name, "bottomMlp[0]", $"The model takes {config.DenseWidth} dense features, the data has {store.DenseWidth}.", "Make the first width the number of dense features."));
        if (store.Manifest.TrainRows < 1)
            problems.Add(new(StoreManifest.FileName, "trainRows", "There are no rows to learn from.", "Make the data again with a smaller held-out share."));
        if (store.Labels[store.Manifest.TrainRows..].IndexOfAnyExcept(store.Labels[^1]) < 0)
            problems.Add(new(StoreManifest.FileName, "trainRows", "The rows held out are none, or all of one label: nothing can be judged on them.", "Make the data again with a larger held-out share."));
        ConfigException.ThrowIfAny(problems);
    }
}
