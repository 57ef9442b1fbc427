using System.Collections.Concurrent;
using RecPipe.Inference.Engines;
using RecPipe.Inference.Sessions;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference;

/// <summary>
/// A stage that ranks in this process: engines behind one bounded queue, each a thread that gathers features, runs ONNX
/// Runtime and selects the survivors on the spot. Safe for concurrent queries.
/// </summary>
public sealed class EnginePool : IStage, IAsyncDisposable
{
    private readonly Dictionary<string, ModelSession> _models;
    private readonly IFeatureSource? _features;
    private readonly string _backend;
    private readonly WorkQueue _queue;
    private readonly Engine[] _engines;
    private readonly ConcurrentQueue<RankJob> _idleJobs = [];

    /// <summary>Starts the engines and runs every model once on each.</summary>
    /// <param name="options">Size and limits.</param>
    /// <param name="models">At least one, names unique; the pool disposes them.</param>
    /// <param name="features">Where features are read by candidate id; null when every query carries its own.</param>
    /// <param name="clock">Measures queue and compute time and judges deadlines.</param>
    /// <exception cref="ConfigException">Options out of range, or models that do not fit each other or the feature source; lists all.</exception>
    public EnginePool(EnginePoolOptions options, IReadOnlyList<ModelSession> models, IFeatureSource? features, TimeProvider clock)
    {
        ConfigException.ThrowIfAny([.. options.Problems(), .. Problems(models, features)]);
        Options = options;
        Clock = clock;
        _models = models.ToDictionary(model => model.Name);
        _features = features;
        _backend = models[0].Backend;
        _queue = new(options.QueueCapacity, options.Engines);
        _engines = [.. Enumerable.Range(0, options.Engines).Select(i => new Engine(i, options, _queue, _models.Values, features, clock))];
        AwaitWarmUp();
    }

    public EnginePoolOptions Options { get; }

    /// <summary>Queries and sub-batches waiting for an engine.</summary>
    public int QueueDepth => _queue.Waiting;

    /// <summary>Engines at work.</summary>
    public int BusyEngines => _queue.Busy;

    /// <summary>Time that engines have spent at work, all added up: a second of two busy engines is two.</summary>
    public TimeSpan BusyTime
    {
        get
        {
            TimeSpan sum = TimeSpan.Zero;
            foreach (Engine engine in _engines)
                sum += engine.Busy;
            return sum;
        }
    }

    internal TimeProvider Clock { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// A cancelled caller is answered at once; the query stops before its next batch. The deadline is judged when the query
    /// comes and before each batch; a caller who must not wait past it cancels.
    /// </remarks>
    public ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken)
    {
        if (Refusal(request) is { } refusal)
            return new(refusal);
        ModelSession model = _models[request.Model];
        if (request.Deadline.HasPassed(Clock))
            return Refuse(StageStatus.DeadlineExceeded, "The deadline had passed when the query came.");
        if (cancellationToken.IsCancellationRequested)
            return Refuse(StageStatus.Cancelled, "The caller cancelled.");
        return Enqueue(request, model, cancellationToken);
    }

    /// <summary>Judges a query without running it: whoever schedules queries itself asks before it gives one a place.</summary>
    /// <returns>Null when it can be run; otherwise what it is refused with, NotFound or InvalidArgument.</returns>
    public StageReply? Refusal(in StageRequest request)
    {
        if (!_models.TryGetValue(request.Model, out ModelSession? model))
            return Failed(StageStatus.NotFound, $"model: \"{request.Model}\" is not served here; these are: {string.Join(", ", _models.Keys)}.");
        return RequestCheck.Problem(request, model, Options.MaxCandidates, _features) is { } problem
            ? Failed(StageStatus.InvalidArgument, problem)
            : null;
    }

    public ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken) => new(Describe());

    /// <summary>What the pool serves and with what.</summary>
    public StageDescription Describe() => new()
    {
        Worker = Options.Name,
        Backend = _backend,
        Engines = Options.Engines,
        QueueCapacity = Options.QueueCapacity,
        MaxCandidates = Options.MaxCandidates,
        StoreRows = _features?.Rows ?? 0,
        Models = [.. _models.Values.Select(model => model.Describe())],
    };

    /// <summary>From now on queries are refused as Unavailable; accepted ones are finished.</summary>
    public void BeginDrain() => _queue.Close();

    /// <summary>
    /// Drains: accepted queries are finished within <see cref="EnginePoolOptions.DrainLimit"/>, those still queued then are
    /// answered Unavailable. Returns when no engine runs any more.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        BeginDrain();
        Task ended = Task.WhenAll(_engines.Select(engine => engine.Ended));
        try
        {
            await ended.WaitAsync(Options.DrainLimit, Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _queue.ForEachWaiting(job => job.AnswerUnrun(StageStatus.Unavailable, "The worker stopped before an engine was free."));
            await ended.ConfigureAwait(false);
        }
        foreach (ModelSession model in _models.Values)
            model.Dispose();
    }

    internal void Return(RankJob job) => _idleJobs.Enqueue(job);

    private ValueTask<StageReply> Enqueue(in StageRequest request, ModelSession model, CancellationToken cancellationToken)
    {
        if (!_idleJobs.TryDequeue(out RankJob? job))
            job = new RankJob(this);
        job.Prepare(request, model);
        job.WatchFor(cancellationToken);
        ValueTask<StageReply> answer = job.Answer;
        Admission admission = _queue.Add(job, Options.SubBatchRows);
        if (admission == Admission.Accepted)
            return answer;
        job.StopWatching();
        job.LetGo();
        return admission == Admission.Full
            ? Refuse(StageStatus.ResourceExhausted, $"The queue is full: {Options.QueueCapacity} queries wait for an engine.")
            : Refuse(StageStatus.Unavailable, "The worker is draining.");
    }

    private ValueTask<StageReply> Refuse(StageStatus status, string detail) => new(Failed(status, detail));

    private StageReply Failed(StageStatus status, string detail) => StageReply.Failed(status, detail, Options.Name);

    private void AwaitWarmUp()
    {
        try
        {
            Task.WhenAll(_engines.Select(engine => engine.Ready)).GetAwaiter().GetResult();
        }
        catch
        {
            _queue.Close();
            throw;
        }
    }

    private static IEnumerable<ConfigProblem> Problems(IReadOnlyList<ModelSession> models, IFeatureSource? features)
    {
        if (models.Count == 0)
            yield return new("models", "", "There are no models to serve.", "Name a folder with at least one model card.");
        foreach (IGrouping<string, ModelSession> twins in models.GroupBy(model => model.Name).Where(group => group.Count() > 1))
            yield return new(twins.Last().CardPath, "name", $"The model \"{twins.Key}\" is also in {twins.First().CardPath}.", "Give each served model its own name.");
        foreach (ConfigProblem problem in features is null ? [] : models.Where(model => model.ReadsCandidateFeatures).SelectMany(model => StoreCheck.Problems(model, features)))
            yield return problem;
    }
}
