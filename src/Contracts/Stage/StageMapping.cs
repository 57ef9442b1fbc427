using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using RecPipe.Contracts.Stage.V1;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;
using Domain = RecPipe.Ranking;
using Wire = RecPipe.Contracts.Stage.V1;

namespace RecPipe.Contracts.Stage;

/// <summary>
/// The one place that translates stage.proto. Arrays of 32-bit numbers cross as they lie in memory, which is
/// little-endian on every machine .NET runs these services on; nothing is copied.
/// </summary>
public static class StageMapping
{
    /// <summary>The message shares the request's memory: leave that alone until the call has ended.</summary>
    public static RankRequest ToProto(this StageRequest request)
    {
        RankRequest message = new()
        {
            Model = request.Model,
            Candidates = Wrap(request.Candidates),
            Keep = (uint)request.Keep,
        };
        if (request.Features is { } features)
            message.Features = new Wire.InlineFeatures { Dense = Wrap(features.Dense), Sparse = Wrap(features.Sparse) };
        if (request.Context is { } context)
            message.Context = ToProto(context);
        return message;
    }

    /// <summary>Reads a request; the result shares the message's memory.</summary>
    /// <returns>Null when it is well formed, otherwise which field is wrong and how.</returns>
    public static string? TryRead(RankRequest message, Deadline deadline, out StageRequest request)
    {
        request = default;
        string? problem = message switch
        {
            { Model.Length: 0 } => "model: it is empty; name a model the worker serves.",
            { Candidates.Length: 0 } => "candidates: there are none.",
            { Keep: 0 or > int.MaxValue } => $"keep: {message.Keep} is not between 1 and {int.MaxValue}.",
            _ => Ragged("candidates", message.Candidates)
                ?? Ragged("features.dense", message.Features?.Dense)
                ?? Ragged("features.sparse", message.Features?.Sparse)
                ?? Ragged("context.dense", message.Context?.Dense)
                ?? Ragged("context.sparse", message.Context?.Sparse),
        };
        if (problem is null)
            request = new(message.Model, Read<int>(message.Candidates), (int)message.Keep, deadline, ReadFeatures(message.Features), ReadContext(message.Context));
        return problem;
    }

    /// <summary>The message shares the reply's memory. Only for <see cref="StageStatus.Ok"/>; other statuses travel as gRPC statuses.</summary>
    public static RankReply ToProto(this StageReply reply) => new()
    {
        Positions = Wrap(reply.Positions),
        Scores = Wrap(reply.Scores),
        QueueUs = Microseconds(reply.Queue),
        ComputeUs = Microseconds(reply.Compute),
        Worker = reply.Worker,
        LateUs = Microseconds(reply.Late),
    };

    /// <summary>Reads a worker's answer to <paramref name="request"/>; one that cannot be true becomes <see cref="StageStatus.Internal"/>.</summary>
    public static StageReply ToDomain(this RankReply message, in StageRequest request)
    {
        int expected = Math.Min(request.Keep, request.Candidates.Length);
        string? problem = Ragged("positions", message.Positions) ?? Ragged("scores", message.Scores);
        if (problem is null && (message.Positions.Length / sizeof(int) != expected || message.Scores.Length != message.Positions.Length))
            problem = $"{message.Positions.Length / sizeof(int)} positions and {message.Scores.Length / sizeof(float)} scores for {expected} survivors.";
        ReadOnlyMemory<int> positions = problem is null ? Read<int>(message.Positions) : default;
        if (problem is null && positions.Span.IndexOfAnyExceptInRange(0, request.Candidates.Length - 1) is int at and >= 0)
            problem = $"positions[{at}]: {positions.Span[at]} is not below {request.Candidates.Length}.";
        if (problem is null && Read<float>(message.Scores).Span.IndexOf(float.NaN) is int bad and >= 0)
            problem = $"scores[{bad}] is not a number.";
        if (problem is null && RepeatedAt(positions.Span, request.Candidates.Length) is int again and >= 0)
            problem = $"positions[{again}]: {positions.Span[again]} is listed twice.";
        return problem is not null
            ? StageReply.Failed(StageStatus.Internal, $"Malformed reply: {problem}", message.Worker)
            : new()
            {
                Status = StageStatus.Ok,
                Positions = positions,
                Scores = Read<float>(message.Scores),
                Queue = TimeSpan.FromMicroseconds(message.QueueUs),
                Compute = TimeSpan.FromMicroseconds(message.ComputeUs),
                Worker = message.Worker,
                Late = TimeSpan.FromMicroseconds(message.LateUs),
            };
    }

    /// <returns>Where the first position stands that stood earlier too; -1 when all differ. One bit a candidate remembers.</returns>
    private static int RepeatedAt(ReadOnlySpan<int> positions, int candidates)
    {
        ulong[] rented = ArrayPool<ulong>.Shared.Rent((candidates + 63) / 64);
        Span<ulong> seen = rented.AsSpan(0, (candidates + 63) / 64);
        seen.Clear();
        int repeated = -1;
        for (int i = 0; i < positions.Length && repeated < 0; i++)
        {
            ref ulong word = ref seen[positions[i] >> 6];
            ulong bit = 1UL << (positions[i] & 63);
            repeated = (word & bit) != 0 ? i : -1;
            word |= bit;
        }
        ArrayPool<ulong>.Shared.Return(rented);
        return repeated;
    }

    public static DescribeReply ToProto(this StageDescription description)
    {
        DescribeReply message = new()
        {
            Worker = description.Worker,
            Backend = description.Backend,
            Engines = (uint)description.Engines,
            QueueCapacity = (uint)description.QueueCapacity,
            MaxCandidates = (uint)description.MaxCandidates,
            StoreRows = description.StoreRows,
        };
        message.Models.AddRange(description.Models.Select(model => new Wire.ModelDescription
        {
            Name = model.Name,
            Family = model.Family,
            Sha256 = model.Sha256,
            DenseWidth = (uint)model.DenseWidth,
            SparseWidth = (uint)model.SparseWidth,
            CandidateRows = (uint)model.CandidateRows,
            UserRows = (uint)model.UserRows,
            QueryDenseWidth = (uint)model.QueryDenseWidth,
            QuerySparseWidth = (uint)model.QuerySparseWidth,
            FixedBatch = (uint)model.FixedBatch,
        }));
        return message;
    }

    public static StageDescription ToDomain(this DescribeReply message) => new()
    {
        Worker = message.Worker,
        Backend = message.Backend,
        Engines = (int)message.Engines,
        QueueCapacity = (int)message.QueueCapacity,
        MaxCandidates = (int)message.MaxCandidates,
        StoreRows = message.StoreRows,
        Models = [.. message.Models.Select(model => new Domain.Stages.ModelDescription(
            model.Name, model.Family, model.Sha256, (int)model.DenseWidth, (int)model.SparseWidth)
        {
            CandidateRows = (int)model.CandidateRows,
            UserRows = (int)model.UserRows,
            QueryDenseWidth = (int)model.QueryDenseWidth,
            QuerySparseWidth = (int)model.QuerySparseWidth,
            FixedBatch = (int)model.FixedBatch,
        })],
    };

    public static StatusCode ToStatusCode(this StageStatus status) => status switch
    {
        StageStatus.Ok => StatusCode.OK,
        StageStatus.InvalidArgument => StatusCode.InvalidArgument,
        StageStatus.NotFound => StatusCode.NotFound,
        StageStatus.ResourceExhausted => StatusCode.ResourceExhausted,
        StageStatus.DeadlineExceeded => StatusCode.DeadlineExceeded,
        StageStatus.Cancelled => StatusCode.Cancelled,
        StageStatus.Unavailable => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    /// <summary>A code that the contract does not name is <see cref="StageStatus.Internal"/>.</summary>
    public static StageStatus ToStageStatus(this StatusCode code) => code switch
    {
        StatusCode.OK => StageStatus.Ok,
        StatusCode.InvalidArgument => StageStatus.InvalidArgument,
        StatusCode.NotFound => StageStatus.NotFound,
        StatusCode.ResourceExhausted => StageStatus.ResourceExhausted,
        StatusCode.DeadlineExceeded => StageStatus.DeadlineExceeded,
        StatusCode.Cancelled => StageStatus.Cancelled,
        StatusCode.Unavailable => StageStatus.Unavailable,
        _ => StageStatus.Internal,
    };

    private static Domain.InlineFeatures? ReadFeatures(Wire.InlineFeatures? message) =>
        message is null ? null : new(Read<float>(message.Dense), Read<int>(message.Sparse));

    private static Domain.QueryContext? ReadContext(Wire.QueryContext? message) =>
        message is null ? null : new(message.HasUser ? message.User : null, Read<float>(message.Dense), Read<int>(message.Sparse));

    private static Wire.QueryContext ToProto(Domain.QueryContext context)
    {
        Wire.QueryContext message = new() { Dense = Wrap(context.Dense), Sparse = Wrap(context.Sparse) };
        if (context.User is { } user)
            message.User = user;
        return message;
    }

    private static string? Ragged(string field, ByteString? bytes) => bytes is null || bytes.Length % sizeof(int) == 0
        ? null
        : $"{field}: {bytes.Length} bytes are not a whole number of 4-byte elements.";

    private static ByteString Wrap<T>(ReadOnlyMemory<T> values)
        where T : unmanaged => UnsafeByteOperations.UnsafeWrap(ReinterpretedMemory<T, byte>.Of(values));

    private static ReadOnlyMemory<T> Read<T>(ByteString bytes)
        where T : unmanaged => ReinterpretedMemory<byte, T>.Of(bytes.Memory);

    private static uint Microseconds(TimeSpan time) => (uint)Math.Clamp(time.TotalMicroseconds, 0, uint.MaxValue);
}
