using Grpc.Core;
using Grpc.Net.Client;
using RecPipe.Contracts.Stage.V1;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Contracts.Stage;

/// <summary>A stage worker behind gRPC, on one connection that is opened when first used and reopened when lost.</summary>
public sealed class GrpcStage : IStage, IDisposable
{
    private const int MaxReplyBytes = 64 << 20;

    /// <summary>gRPC cannot say more than about 27 hours; a later deadline is as good as none.</summary>
    private static readonly TimeSpan s_longestCall = TimeSpan.FromDays(1);

    private readonly GrpcChannel _channel;
    private readonly StageService.StageServiceClient _client;
    private readonly TimeProvider _clock;

    /// <param name="address">"http://host:port" (cleartext HTTP/2) or "https://host:port".</param>
    /// <param name="clock">Turns a query's deadline into the call's; the system's clock when left out.</param>
    public GrpcStage(Uri address, TimeProvider? clock = null)
    {
        Address = address;
        _clock = clock ?? TimeProvider.System;
        // A client of one's own instead of the channel's: no connection back-off, so that a worker that has
        // come back answers the next attempt. Who attempts and when is the caller's resilience to decide.
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpClient = new HttpClient(NewHandler()) { Timeout = Timeout.InfiniteTimeSpan },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxReplyBytes,
        });
        _client = new(_channel);
    }

    public Uri Address { get; }

    /// <summary>Ranks on the worker. The request's memory is read until the returned task completes.</summary>
    public async ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken)
    {
        if (request.Deadline.HasPassed(_clock))
            return Failed(StageStatus.DeadlineExceeded, "The deadline passed before the call.");
        try
        {
            using AsyncUnaryCall<RankReply> call = _client.RankAsync(request.ToProto(), deadline: ToUtc(request.Deadline), cancellationToken: cancellationToken);
            RankReply reply = await call.ResponseAsync.ConfigureAwait(false);
            return reply.ToDomain(request);
        }
        catch (RpcException e)
        {
            return Failed(StatusOf(e, cancellationToken), e.Status.Detail);
        }
    }

    public async ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using AsyncUnaryCall<DescribeReply> call = _client.DescribeAsync(new DescribeRequest(), cancellationToken: cancellationToken);
            return (await call.ResponseAsync.ConfigureAwait(false)).ToDomain();
        }
        catch (RpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new StageUnreachableException(Address.ToString(), e.Status.DebugException ?? e);
        }
    }

    public void Dispose() => _channel.Dispose();

    public override string ToString() => Address.ToString();

    /// <summary>A cancellation that nobody here asked for means that the worker went away.</summary>
    private static StageStatus StatusOf(RpcException e, CancellationToken cancellationToken) => e.StatusCode switch
    {
        StatusCode.Cancelled when !cancellationToken.IsCancellationRequested => StageStatus.Unavailable,
        StatusCode code => code.ToStageStatus(),
    };

    private static SocketsHttpHandler NewHandler() => new()
    {
        UseProxy = false,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        KeepAlivePingDelay = TimeSpan.FromSeconds(20),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    };

    private StageReply Failed(StageStatus status, string detail) => StageReply.Failed(status, $"{Address}: {detail}", Address.ToString());

    private DateTime? ToUtc(Deadline deadline)
    {
        TimeSpan left = deadline.Remaining(_clock);
        return left > s_longestCall ? null : _clock.GetUtcNow().UtcDateTime + left;
    }
}
