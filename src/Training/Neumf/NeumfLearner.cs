using Microsoft.ML.OnnxRuntime;
using RecPipe.Models.Families;

namespace RecPipe.Training.Neumf;

/// <summary>
/// A NeuMF that learns. A step has two parts, each on all lanes at once: every lane scores its part of the batch and takes
/// gradients; then every lane moves its share of the tables' rows and of the dense weights. Who adds what in which order
/// does not depend on timing.
/// </summary>
internal sealed class NeumfLearner : IDisposable
{
    private readonly NeumfConfig _config;
    private readonly InferenceSession _session;
    private readonly NeumfLane[] _lanes;
    private readonly Random[] _random;
    private readonly Adam[] _optimizers;
    private readonly Adam _head;
    private readonly ParallelOptions _parallel;
    private readonly NeumfTrainingOptions _options;
    private readonly float _scale;
    private long _steps;

    /// <param name="config">The model.</param>
    /// <param name="users">Rows of the users' tables.</param>
    /// <param name="items">Rows of the items' tables.</param>
    /// <param name="start">What it starts from.</param>
    /// <param name="options">How it learns.</param>
    public NeumfLearner(NeumfConfig config, int users, int items, NeumfWeights start, NeumfTrainingOptions options)
    {
        (_config, _options) = (config, options);
        int lanes = Math.Min(options.Lanes == 0 ? Environment.ProcessorCount : options.Lanes, options.BatchSize);
        int groups = options.BatchSize / lanes, group = 1 + options.Negatives, examples = lanes * groups * group;
        Gmf = TowerTables.Of(start.Gmf, users, items, config.GmfDim, lanes, examples, options.Regularization);
        Mlp = TowerTables.Of(start.Mlp, users, items, config.MlpDim, lanes, examples, options.Regularization);
        Parameters = new NeumfParameters(config, start);
        _session = StepSession.Open(NeumfStepGraph.Build(config, Parameters, groups, group, learn: true));
        _lanes = [.. Enumerable.Range(0, lanes).Select(_ => new NeumfLane(groups, group, Gmf, Mlp, Parameters, _session, learn: true))];
        _random = [.. Enumerable.Range(0, lanes).Select(lane => new Random(unchecked(options.Seed * 1_000_003 - 1 - lane)))];
        _optimizers = [.. Parameters.All.Select(parameter => new Adam(parameter.Values, options.LearningRate))];
        _head = new Adam(Parameters.Product, options.LearningRate);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = lanes };
        _scale = 1f / examples;
    }

    public TowerTables? Gmf { get; }

    public TowerTables? Mlp { get; }

    public NeumfParameters Parameters { get; }

    public IReadOnlyList<NeumfLane> Lanes => _lanes;

    /// <summary>Interactions of a batch: a multiple of the lanes.</summary>
    public int BatchPairs => _lanes.Sum(lane => lane.Users.Length);

    /// <summary>Learns from consecutive pairs; its scores from before are in the lanes.</summary>
    /// <param name="pairs">All pairs.</param>
    /// <param name="first">Place of the first.</param>
    /// <param name="pace">Factor on the learning rate.</param>
    public void Step(TrainingPairs pairs, int first, float pace)
    {
        Parallel.For(0, _lanes.Length, _parallel, i =>
        {
            NeumfLane lane = _lanes[i];
            pairs.Read(first + i * lane.Users.Length, lane.Users, lane.Items, _random[i]);
            lane.Run();
        });
        _steps++;
        Parallel.For(0, _lanes.Length, _parallel, worker => Update(worker, pace));
    }

    /// <summary>A copy of the dense weights, and the tables as they are.</summary>
    public NeumfWeights ToWeights() => Parameters.ToWeights(Gmf?.ToEmbeddings(), Mlp?.ToEmbeddings());

    /// <summary>Logits of groups of one user and several items.</summary>
    /// <param name="users">[n].</param>
    /// <param name="items">[n, group].</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>[n, group].</returns>
    public float[] Score(int[] users, int[] items, CancellationToken cancellationToken)
    {
        const int Examples = 4096;
        int group = items.Length / users.Length, groups = Math.Max(1, Examples / group);
        float[] logits = new float[items.Length];
        using InferenceSession session = StepSession.Open(NeumfStepGraph.Build(_config, Parameters, groups, group, learn: false));
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _lanes.Length, CancellationToken = cancellationToken };
        Parallel.For(0, _lanes.Length, parallel, worker =>
        {
            using NeumfLane lane = new(groups, group, Gmf, Mlp, Parameters, session, learn: false);
            for (int at = worker * groups; at < users.Length; at += _lanes.Length * groups)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(groups, users.Length - at);
                users.AsSpan(at, count).CopyTo(lane.Users);
                items.AsSpan(at * group, count * group).CopyTo(lane.Items);
                lane.Run();
                lane.Logits.AsSpan(0, count * group).CopyTo(logits.AsSpan(at * group));
            }
        });
        return logits;
    }

    public void Dispose()
    {
        foreach (NeumfLane lane in _lanes)
            lane.Dispose();
        _session.Dispose();
    }

    private void Update(int worker, float pace)
    {
        foreach (NeumfLane lane in _lanes)
            lane.AddGradients(worker, _lanes.Length);
        AdamStep step = new(_steps, pace * _options.LearningRate);
        Gmf?.Step(worker, step);
        Mlp?.Step(worker, step);
        for (int i = 0; i < _optimizers.Length; i++)
            Move(_optimizers[i], [.. _lanes.Select(lane => lane.Gradients[i])]);
        Move(_head, [.. _lanes.Select(lane => lane.HeadGradient)]);

        void Move(Adam optimizer, float[][] gradients) => optimizer.Step(
            _steps, pace, gradients, _scale, (int)((long)optimizer.Length * worker / _lanes.Length), (int)((long)optimizer.Length * (worker + 1) / _lanes.Length));
    }
}
