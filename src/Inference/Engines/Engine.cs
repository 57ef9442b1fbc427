using Microsoft.ML.OnnxRuntime;
using RecPipe.Inference.Sessions;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Engines;

/// <summary>One execution slot: a thread of its own with tensors of its own, taking work from the pool's queue.</summary>
internal sealed class Engine
{
    private readonly WorkQueue _queue;
    private readonly TimeProvider _clock;
    private readonly IFeatureSource? _features;
    private readonly EngineTensors _tensors;
    private readonly Dictionary<ModelSession, BatchCache> _batches;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _busyTicks;

    public Engine(int number, EnginePoolOptions options, WorkQueue queue, IReadOnlyCollection<ModelSession> models, IFeatureSource? features, TimeProvider clock)
    {
        _queue = queue;
        _clock = clock;
        _features = features;
        _tensors = new(
            Math.Min(options.BatchRows, options.MaxCandidates),
            models.Select(model => model.DenseWidth).Append(features?.DenseWidth ?? 0).Max(),
            models.Select(model => model.SparseWidth).Append(features?.SparseWidth ?? 0).Max());
        _batches = models.ToDictionary(model => model, model => new BatchCache(model, _tensors));
        new Thread(Work) { IsBackground = true, Name = $"{options.Name} engine {number}" }.Start();
    }

    /// <summary>Completes when every model has run once here; fails when one cannot.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Time spent on work that it has finished.</summary>
    public TimeSpan Busy => _clock.GetElapsedTime(0, Volatile.Read(ref _busyTicks));

    /// <summary>Completes when the queue is closed and empty.</summary>
    public Task Ended => _ended.Task;

    private void Work()
    {
        using RunOptions options = new();
        try
        {
            WarmUp(options);
            _ready.SetResult();
            while (_queue.TryTake(out EngineWork work))
                Run(work, options);
        }
        catch (Exception e) when (!_ready.Task.IsCompleted)
        {
            _ready.SetException(e);
        }
        finally
        {
            foreach (BatchCache batches in _batches.Values)
                batches.Dispose();
            _ended.SetResult();
        }
    }

    private void Run(EngineWork work, RunOptions options)
    {
        long start = _clock.GetTimestamp();
        RankJob job = work.Job;
        Score(job, job.RangeOf(work.Part), options);
        StageReply? answer = job.FinishPart();
        Volatile.Write(ref _busyTicks, _busyTicks + _clock.GetTimestamp() - start);
        _queue.Release();
        if (answer is not null)
            job.TryAnswer(answer);
        job.LetGo();
    }

    /// <summary>The boundary between a query's failure and the engine, which lives on.</summary>
    private void Score(RankJob job, Range part, RunOptions options)
    {
        try
        {
            BatchCache batches = _batches[job.Model];
            (int start, int end) = (part.Start.Value, part.End.Value);
            for (; start < end && job.MayRun(); start += batches.MostRows)
                ScoreBatch(job, start..Math.Min(start + batches.MostRows, end), batches, options);
        }
        catch (Exception e)
        {
            job.Fail(StageStatus.Internal, $"The model {job.Model.Name} could not be run: {e.Message}");
        }
    }

    private void ScoreBatch(RankJob job, Range batch, BatchCache batches, RunOptions options)
    {
        Span<float> scores = job.ScoresOf(batch);
        job.Candidates[batch].CopyTo(_tensors.Candidates);
        if (job.Features is { } inline)
            Copy(inline, batch, job.Model);
        else if (job.Model.ReadsCandidateFeatures)
            _features!.Gather(_tensors.Candidates.AsSpan(0, scores.Length), _tensors.Dense, _tensors.Sparse);
        batches.Run(job.Context, scores.Length, options);
        _tensors.Scores.AsSpan(0, scores.Length).CopyTo(scores);
    }

    private void Copy(InlineFeatures inline, Range part, ModelSession model)
    {
        int start = part.Start.Value, end = part.End.Value;
        inline.Dense.Span[(start * model.DenseWidth)..(end * model.DenseWidth)].CopyTo(_tensors.Dense);
        inline.Sparse.Span[(start * model.SparseWidth)..(end * model.SparseWidth)].CopyTo(_tensors.Sparse);
    }

    /// <summary>One run per model on the first row of every table, so that no query pays for first-time work.</summary>
    private void WarmUp(RunOptions options)
    {
        foreach ((ModelSession model, BatchCache batches) in _batches)
        {
            try
            {
                batches.Run(null, batches.MostRows, options);
            }
            catch (OnnxRuntimeException e)
            {
                throw new ConfigException(model.CardPath, "file", $"A first run failed: {e.Message}", "Export the model again.");
            }
        }
    }
}
