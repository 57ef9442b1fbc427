using System.Collections.Concurrent;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests.Serving;

/// <summary>
/// A stage that really ranks: a candidate's score is a function of its id and the model's name, or of its first dense
/// feature when features come inline. Serves "small", "med" and "large"; ids run from 0 to 999,999.
/// </summary>
internal sealed class ScoringStage(string name, TimeProvider? clock = null) : IStage
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private int _running;

    public string Name { get; } = name;

    public string Sha256 { get; init; } = "abc";

    public string[] Models { get; init; } = ["small", "med", "large"];

    /// <summary>What it says of a model beside its name.</summary>
    public Func<ModelDescription, ModelDescription> Describe { get; init; } = model => model;

    public int StoreRows { get; init; } = 1_000_000;

    public int Capacity { get; set; } = int.MaxValue;

    /// <summary>Calls of these models wait until it completes.</summary>
    public ConcurrentDictionary<string, Task> Hold { get; } = [];

    /// <summary>Answers instead of ranking, by model.</summary>
    public ConcurrentDictionary<string, StageStatus> Fail { get; } = [];

    public ConcurrentQueue<SeenRequest> Seen { get; } = [];

    /// <summary>Completes when a call is inside.</summary>
    public TaskCompletionSource Entered { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a call has been cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Running => Volatile.Read(ref _running);

    public static float Score(string model, int id) => (uint)HashCode(model, id) / (float)uint.MaxValue;

    public static int[] Expected(string model, IReadOnlyList<int> ids, int keep) =>
        [.. Enumerable.Range(0, ids.Count).OrderByDescending(i => Score(model, ids[i])).ThenBy(i => i).Take(keep).Select(i => ids[i])];

    public async ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken)
    {
        Seen.Enqueue(new(request.Model, request.Candidates.ToArray(), request.Deadline.Remaining(_clock), request.Context));
        Entered.TrySetResult();
        int running = Interlocked.Increment(ref _running);
        try
        {
            if (running > Capacity)
                return StageReply.Failed(StageStatus.ResourceExhausted, "the queue is full", Name);
            if (Hold.TryGetValue(request.Model, out Task? gate))
                await gate.WaitAsync(cancellationToken);
            return Fail.TryGetValue(request.Model, out StageStatus status) ? StageReply.Failed(status, "as told", Name) : Rank(request);
        }
        catch (OperationCanceledException)
        {
            Cancelled.TrySetResult();
            return StageReply.Failed(StageStatus.Cancelled, "cancelled", Name);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new StageDescription
    {
        Worker = Name,
        Backend = "cpu",
        Engines = 1,
        QueueCapacity = 1,
        MaxCandidates = 100_000,
        StoreRows = StoreRows,
        Models = [.. Models.Select(model => Describe(new(model, "test", Sha256, 2, 1)))],
    });

    private StageReply Rank(StageRequest request)
    {
        if (!Models.Contains(request.Model))
            return StageReply.Failed(StageStatus.NotFound, $"model: no {request.Model}", Name);
        if (request.Deadline.HasPassed(_clock))
            return StageReply.Failed(StageStatus.DeadlineExceeded, "too late", Name);
        float[] scores = new float[request.Candidates.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            int id = request.Candidates.Span[i];
            if (request.Features is null && (id < 0 || id >= StoreRows))
                return StageReply.Failed(StageStatus.InvalidArgument, $"candidates[{i}]: {id} is not a row", Name);
            scores[i] = request.Features is { } features ? features.Dense.Span[i * 2] : Score(request.Model, id);
        }
        int[] positions = new int[Math.Min(request.Keep, scores.Length)];
        float[] top = new float[positions.Length];
        TopK.Select(scores, positions, top);
        return new()
        {
            Status = StageStatus.Ok,
            Positions = positions,
            Scores = top,
            Queue = TimeSpan.FromMicroseconds(1),
            Compute = TimeSpan.FromMicroseconds(2),
            Worker = Name,
        };
    }

    private static int HashCode(string model, int id)
    {
        uint hash = (uint)id * 2654435761u + (uint)model.Length * 40503u;
        hash ^= hash >> 15;
        hash *= 0x85ebca6b;
        return (int)(hash ^ (hash >> 13));
    }
}
