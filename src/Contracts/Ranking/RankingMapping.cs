using System.Runtime.InteropServices;
using Google.Protobuf;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;
using Domain = RecPipe.Ranking.Pipelines;
using QueryContext = RecPipe.Ranking.QueryContext;
using Wire = RecPipe.Contracts.Ranking.V1;

namespace RecPipe.Contracts.Ranking;

/// <summary>The one place that translates ranking.proto.</summary>
public static class RankingMapping
{
    private static readonly Query s_nothing = new(default);

    /// <summary>For clients. The message shares the query's candidate ids: leave them alone until the call has ended.</summary>
    public static RankRequest ToProto(this Query query, string pipeline)
    {
        RankRequest message = new()
        {
            Pipeline = pipeline,
            K = (uint)query.K,
            CandidatesPacked = UnsafeByteOperations.UnsafeWrap(ReinterpretedMemory<int, byte>.Of(query.Candidates)),
        };
        if (query.Features is { } features)
        {
            message.Features = new Features();
            message.Features.Dense.AddRange(MemoryMarshal.ToEnumerable(features.Dense));
            message.Features.Sparse.AddRange(MemoryMarshal.ToEnumerable(features.Sparse));
        }
        message.SetContext(query.Context);
        return message;
    }

    /// <summary>For clients that use a message again: allocates nothing once the message had a context.</summary>
    public static void SetContext(this RankRequest message, QueryContext? context)
    {
        if (context is null)
            message.Context = null;
        else
            Write(context, message.Context ??= new());
    }

    /// <summary>Reads what can be judged without knowing the pipeline; packed ids share the message's memory.</summary>
    /// <returns>Null when it is well formed, otherwise which field is wrong and how.</returns>
    public static string? TryRead(RankRequest message, out Query query)
    {
        query = s_nothing;
        string? problem = message switch
        {
            { Pipeline.Length: 0 } => "pipeline: it is empty; name a pipeline (ListPipelines lists them).",
            { Candidates.Count: 0, CandidatesPacked.Length: 0 } => "candidates: there are none; give candidates or candidates_packed.",
            { Candidates.Count: > 0, CandidatesPacked.Length: > 0 } => "candidates_packed: candidates are given too; give one of the two.",
            { K: > int.MaxValue } => $"k: {message.K} is more than {int.MaxValue}.",
            _ when message.CandidatesPacked.Length % sizeof(int) != 0 =>
                $"candidates_packed: {message.CandidatesPacked.Length} bytes are not a whole number of 4-byte elements.",
            _ => null,
        };
        if (problem is not null)
            return problem;
        ReadOnlyMemory<int> candidates = message.Candidates.Count > 0
            ? message.Candidates.ToArray()
            : ReinterpretedMemory<byte, int>.Of(message.CandidatesPacked.Memory);
        query = new(candidates, (int)message.K, Read(message.Features), Read(message.Context));
        return null;
    }

    /// <summary>Only for <see cref="StageStatus.Ok"/>; other statuses travel as gRPC statuses.</summary>
    public static RankReply ToProto(this RankedList list)
    {
        RankReply message = new()
        {
            Degraded = list.Degraded,
            DegradedReason = list.DegradedReason,
            TotalUs = Microseconds(list.Total),
        };
        ReadOnlySpan<int> candidates = list.Candidates.Span;
        ReadOnlySpan<float> scores = list.Scores.Span;
        message.Ranked.Capacity = candidates.Length;
        for (int i = 0; i < candidates.Length; i++)
            message.Ranked.Add(new RankedCandidate { Candidate = candidates[i], Score = scores[i] });
        foreach (Domain.StageTrace trace in list.Stages)
            message.Stages.Add(ToProto(trace));
        return message;
    }

    /// <summary>For clients: an answer as the gateway gave it.</summary>
    public static RankedList ToDomain(this RankReply message)
    {
        int[] candidates = new int[message.Ranked.Count];
        float[] scores = new float[message.Ranked.Count];
        for (int i = 0; i < candidates.Length; i++)
            (candidates[i], scores[i]) = (message.Ranked[i].Candidate, message.Ranked[i].Score);
        return new()
        {
            Status = StageStatus.Ok,
            Candidates = candidates,
            Scores = scores,
            DegradedReason = message.DegradedReason,
            Stages = [.. message.Stages.Select(ToDomain)],
            Total = TimeSpan.FromMicroseconds(message.TotalUs),
        };
    }

    /// <summary>A pipeline as ListPipelines shows it.</summary>
    public static Pipeline ToProto(this PipelineConfig pipeline)
    {
        Pipeline message = new() { Name = pipeline.Name, DeadlineUs = Microseconds(pipeline.Deadline) };
        message.Stages.AddRange(pipeline.Stages.Select(stage =>
            new Wire.Stage { Name = stage.DisplayName, Model = stage.Model, Keep = (uint)stage.Keep }));
        return message;
    }

    private static Wire.StageTrace ToProto(Domain.StageTrace trace) => new()
    {
        Stage = trace.Stage,
        Model = trace.Model,
        Worker = trace.Worker,
        Status = trace.Status.ToString(),
        CandidatesIn = (uint)trace.CandidatesIn,
        CandidatesOut = (uint)trace.CandidatesOut,
        QueueUs = Microseconds(trace.Queue),
        ComputeUs = Microseconds(trace.Compute),
        NetworkUs = Microseconds(trace.Network),
        Attempts = (uint)trace.Attempts,
    };

    private static Domain.StageTrace ToDomain(Wire.StageTrace message) => new()
    {
        Stage = message.Stage,
        Model = message.Model,
        Worker = message.Worker,
        Status = Enum.TryParse(message.Status, out StageStatus status) ? status : StageStatus.Internal,
        CandidatesIn = (int)message.CandidatesIn,
        CandidatesOut = (int)message.CandidatesOut,
        Queue = TimeSpan.FromMicroseconds(message.QueueUs),
        Compute = TimeSpan.FromMicroseconds(message.ComputeUs),
        Network = TimeSpan.FromMicroseconds(message.NetworkUs),
        Attempts = (int)message.Attempts,
    };

    private static InlineFeatures? Read(Features? message) =>
        message is null ? null : new(message.Dense.ToArray(), message.Sparse.ToArray());

    private static QueryContext? Read(Wire.QueryContext? message) =>
        message is null ? null : new(message.HasUser ? message.User : null, message.Dense.ToArray(), message.Sparse.ToArray());

    private static void Write(QueryContext context, Wire.QueryContext message)
    {
        message.ClearUser();
        if (context.User is { } user)
            message.User = user;
        message.Dense.Clear();
        message.Dense.AddRange(context.Dense.Span);
        message.Sparse.Clear();
        message.Sparse.AddRange(context.Sparse.Span);
    }

    private static uint Microseconds(TimeSpan time) => (uint)Math.Clamp(time.TotalMicroseconds, 0, uint.MaxValue);
}
