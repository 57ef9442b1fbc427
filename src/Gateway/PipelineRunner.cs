using System.Diagnostics;
using RecPipe.Gateway.Pipelines;
using RecPipe.Gateway.Telemetry;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway;

/// <summary>
/// Runs queries through named pipelines: what the gateway's services answer with, and for callers in the same process
/// the gateway itself. Safe for concurrent use.
/// </summary>
public sealed class PipelineRunner
{
    private readonly PipelineLoader _loader;
    private readonly GatewayMetrics _metrics;
    private readonly QualitySampler _sampler;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private PipelineCatalogue _catalogue = new([]);

    internal PipelineRunner(PipelineLoader loader, GatewayMetrics metrics, QualitySampler sampler, TimeProvider clock, ILogger<PipelineRunner> log) =>
        (_loader, _metrics, _sampler, _clock, _log) = (loader, metrics, sampler, clock, log);

    /// <summary>The pipelines served, in the order of their names.</summary>
    public IReadOnlyList<PipelineConfig> Pipelines => [.. _catalogue.Pipelines.Select(pipeline => pipeline.Config)];

    /// <summary>Ranks a query's candidates. Failures of the query are statuses of the list, not exceptions.</summary>
    /// <param name="pipeline">Its name.</param>
    /// <param name="query">What to rank.</param>
    /// <param name="deadline">The caller's; the pipeline's own applies when that is earlier.</param>
    /// <param name="cancellationToken">When the caller gives up.</param>
    public async ValueTask<RankedList> RankAsync(string pipeline, Query query, Deadline deadline, CancellationToken cancellationToken)
    {
        if (!_catalogue.TryGet(pipeline, out PipelineModel? model))
            return Refused(GatewayMetrics.UnknownPipeline, StageStatus.NotFound, $"pipeline: there is none called \"{pipeline}\".");
        if (QueryRules.Problem(model, query) is { } problem)
            return Refused(model.Name, StageStatus.InvalidArgument, problem);
        using Activity? activity = GatewayActivities.Query(model);
        _metrics.QueryStarted(model);
        Deadline until = deadline.OrEarlier(Deadline.After(model.Config.Deadline, _clock));
        RankedList list = await new PipelineRun(model, query, until, _sampler.Takes(), _clock, _metrics).RunAsync(cancellationToken);
        _metrics.QueryEnded(model, list, until.Remaining(_clock));
        if (list.Degraded)
            GatewayLog.Degraded(_log, model.Name, list.DegradedReason);
        GatewayActivities.Ended(activity, list);
        return list;
    }

    /// <exception cref="ConfigException">A pipeline cannot be served; lists everything that is wrong.</exception>
    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        _catalogue = await _loader.LoadAsync(cancellationToken);
        _metrics.Serving(_catalogue.Pipelines);
    }

    private RankedList Refused(string pipeline, StageStatus status, string detail)
    {
        _metrics.QueryRefused(pipeline, status);
        return RankedList.Failed(status, detail);
    }
}
