using Microsoft.ML.OnnxRuntime;
using RecPipe.Datasets.Store;
using RecPipe.Models.Families;

namespace RecPipe.Training.Dlrm;

/// <summary>
/// A DLRM while it learns. Every batch is split over the lanes; each lane runs the step graph on its part on one thread,
/// then each updates its share of the tables and of the dense parameters. No result depends on timing.
/// </summary>
internal sealed class DlrmLearner : IDisposable
{
    private readonly InferenceSession _learn;
    private readonly InferenceSession _score;
    private readonly Lane[] _lanes;
    private readonly Adam[] _optimizers;
    private readonly ParallelOptions _parallel;
    private long _steps;

    public DlrmLearner(DlrmConfig config, FeatureStore store, DlrmWeights start, TrainingOptions options)
    {
        int lanes = Math.Min(options.Lanes == 0 ? Environment.ProcessorCount : options.Lanes, options.BatchSize);
        Tables = new EmbeddingTables(store.TableRows, config.EmbeddingDim, start.Embeddings, options);
        Parameters = new DlrmParameters(config, Tables.Count, start);
        _learn = StepSession.Open(DlrmStepGraph.Build(config, Tables.Count, Parameters, learn: true));
        _score = StepSession.Open(DlrmStepGraph.Build(config, Tables.Count, Parameters, learn: false));
        _lanes = [.. Enumerable.Range(0, lanes).Select(_ => new Lane(options.BatchSize / lanes, config, store, Tables, Parameters, _learn, _score))];
        _optimizers = [.. Parameters.All.Select(parameter => new Adam(parameter.Values, options.LearningRate))];
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = lanes };
    }

    public EmbeddingTables Tables { get; }

    public DlrmParameters Parameters { get; }

    public IReadOnlyList<Lane> Lanes => _lanes;

    /// <summary>Rows of a batch: a multiple of the lanes.</summary>
    public int BatchRows => _lanes.Sum(lane => lane.Rows);

    /// <summary>Learns from one batch; its scores from before are in the lanes.</summary>
    /// <param name="ids">[batch rows] of the store.</param>
    /// <param name="pace">Factor on the learning rates.</param>
    public void Step(int[] ids, float pace)
    {
        Gradients(ids);
        _steps++;
        Parallel.For(0, _lanes.Length, _parallel, worker => Update(worker, pace));
    }

    /// <summary>Scores one batch and takes its gradients, changing nothing.</summary>
    public void Gradients(int[] ids) =>
        Parallel.For(0, _lanes.Length, _parallel, i => _lanes[i].Learn(ids.AsSpan(i * _lanes[i].Rows, _lanes[i].Rows), _learn));

    /// <summary>Logits of consecutive rows of the store.</summary>
    public float[] Score(int firstRow, int count, CancellationToken cancellationToken)
    {
        float[] logits = new float[count];
        int part = (count + _lanes.Length - 1) / _lanes.Length;
        Parallel.For(0, _lanes.Length, new ParallelOptions { MaxDegreeOfParallelism = _lanes.Length, CancellationToken = cancellationToken }, i =>
        {
            int[] ids = new int[_lanes[i].Rows];
            for (int at = i * part; at < Math.Min(count, (i + 1) * part); at += ids.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(ids.Length, Math.Min(count, (i + 1) * part) - at);
                for (int row = 0; row < rows; row++)
                    ids[row] = firstRow + at + row;
                _lanes[i].Score(ids.AsSpan(0, rows), _score);
                _lanes[i].Logits.AsSpan(0, rows).CopyTo(logits.AsSpan(at));
            }
        });
        return logits;
    }

    public void Dispose()
    {
        foreach (Lane lane in _lanes)
            lane.Dispose();
        _learn.Dispose();
        _score.Dispose();
    }

    private void Update(int worker, float pace)
    {
        for (int table = worker; table < Tables.Count; table += _lanes.Length)
        {
            foreach (Lane lane in _lanes)
                lane.AddGradients(table);
            Tables[table].Step(pace);
        }
        for (int i = 0; i < _optimizers.Length; i++)
        {
            int length = _optimizers[i].Length;
            float[][] gradients = [.. _lanes.Select(lane => lane.Gradients[i])];
            _optimizers[i].Step(_steps, pace, gradients, 1f / BatchRows, (int)((long)length * worker / _lanes.Length), (int)((long)length * (worker + 1) / _lanes.Length));
        }
    }
}
