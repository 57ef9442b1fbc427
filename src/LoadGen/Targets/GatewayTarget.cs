using System.Collections.Concurrent;
using Google.Protobuf.Collections;
using Grpc.Core;
using Grpc.Net.Client;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;

namespace RecPipe.LoadGen.Targets;

/// <summary>Asks a gateway over gRPC.</summary>
public sealed class GatewayTarget : IDisposable
{
    private readonly string _pipeline;
    private readonly IQuerySource _queries;
    private readonly QualityJudge? _judge;
    private readonly TimeProvider _time;
    private readonly GrpcChannel[] _channels;
    private readonly RankingService.RankingServiceClient[] _clients;
    private readonly ConcurrentQueue<RankCall> _calls = new();
    private int _turn = -1;

    /// <param name="address">For example "http://127.0.0.1:5100".</param>
    /// <param name="pipeline">Which of its pipelines.</param>
    /// <param name="queries">What to ask.</param>
    /// <param name="judge">Judges the answers; null when the labels are not known.</param>
    /// <param name="connections">HTTP/2 connections to spread the queries over, at least 1.</param>
    /// <param name="time">Stamps the answers and dates the deadlines.</param>
    public GatewayTarget(Uri address, string pipeline, IQuerySource queries, QualityJudge? judge, int connections, TimeProvider time)
    {
        (_pipeline, _queries, _judge, _time) = (pipeline, queries, judge, time);
        _channels = [.. Enumerable.Range(0, connections).Select(_ => GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, UseProxy = false },
            DisposeHttpClient = true,
        }))];
        _clients = [.. _channels.Select(channel => new RankingService.RankingServiceClient(channel))];
    }

    /// <summary>Told of every answer and of how long it took since the query was to be asked; called from many threads. Null for nobody.</summary>
    public Action<RankReply, TimeSpan>? Answered { get; init; }

    /// <summary>Asks the gateway whether it has the pipeline.</summary>
    /// <exception cref="ConfigException">It does not answer, or has no such pipeline.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            DateTime deadline = _time.GetUtcNow().UtcDateTime.AddSeconds(10);
            ListPipelinesReply reply = await _clients[0].ListPipelinesAsync(new(), deadline: deadline, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (!reply.Pipelines.Any(pipeline => pipeline.Name == _pipeline))
                throw new ConfigException("--pipeline", "", $"The gateway has no pipeline \"{_pipeline}\".", $"Use one of: {string.Join(", ", reply.Pipelines.Select(pipeline => pipeline.Name))}.");
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConfigException("--gateway", "", $"{_channels[0].Target} does not answer: {e.Status.StatusCode} ({e.Status.Detail}).", "Start the gateway (recpipe serve), or correct the address.");
        }
    }

    /// <summary>The step of a <see cref="Scenario"/>.</summary>
    public async ValueTask<StepResult> RankAsync(StepContext context, CancellationToken cancellationToken)
    {
        long asked = _time.GetTimestamp();
        if (!_calls.TryDequeue(out RankCall? call))
            call = new(_pipeline, _queries.Candidates);
        call.Fill(_queries, context.Query);
        RankingService.RankingServiceClient client = _clients[(int)((uint)Interlocked.Increment(ref _turn) % (uint)_clients.Length)];
        TimeSpan left = context.Deadline.Remaining(_time);
        CallOptions options = new(deadline: left == TimeSpan.MaxValue ? null : _time.GetUtcNow().UtcDateTime + left, cancellationToken: cancellationToken);
        try
        {
            RankReply reply = await client.RankAsync(call.Request, options).ConfigureAwait(false);
            long answered = _time.GetTimestamp();
            Answered?.Invoke(reply, _time.GetElapsedTime(asked, answered));
            ListQuality? quality = Judge(context.Query, call, reply.Ranked);
            _calls.Enqueue(call);
            return new(StatusCode.OK, reply.Degraded, quality, answered);
        }
        catch (RpcException e)
        {
            return new(e.StatusCode); // the call may still be read: it is not used again
        }
    }

    public void Dispose()
    {
        foreach (GrpcChannel channel in _channels)
            channel.Dispose();
    }

    private ListQuality? Judge(long query, RankCall call, RepeatedField<RankedCandidate> ranked)
    {
        if (_judge is null)
            return null;
        Span<int> ids = ranked.Count <= 1024 ? stackalloc int[ranked.Count] : new int[ranked.Count];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = ranked[i].Candidate;
        return _judge.Judge(query, call.Candidates, ids);
    }
}
