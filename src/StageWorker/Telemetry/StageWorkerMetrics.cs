using System.Diagnostics;
using System.Diagnostics.Metrics;
using RecPipe.Inference;
using RecPipe.Ranking.Stages;

namespace RecPipe.StageWorker.Telemetry;

/// <summary>What a stage worker measures. Times in seconds.</summary>
internal sealed class StageWorkerMetrics
{
    public const string MeterName = "RecPipe.StageWorker";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _candidatesIn;
    private readonly Counter<long> _candidatesOut;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _compute;

    public StageWorkerMetrics(IMeterFactory meters, EnginePool pool)
    {
        Meter meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("recpipe.stage.requests", "{request}", "Stage requests answered, by model and status.");
        _candidatesIn = meter.CreateCounter<long>("recpipe.stage.candidates_in", "{candidate}", "Candidates scored.");
        _candidatesOut = meter.CreateCounter<long>("recpipe.stage.candidates_out", "{candidate}", "Candidates that survived.");
        _queue = meter.CreateHistogram<double>("recpipe.stage.queue_time", "s", "Time spent waiting for an engine.");
        _compute = meter.CreateHistogram<double>("recpipe.stage.compute_time", "s", "Time from the first engine starting to the last one finishing.");
        meter.CreateObservableGauge("recpipe.stage.queue_depth", () => pool.QueueDepth, "{query}", "Queries waiting for an engine.");
        meter.CreateObservableGauge("recpipe.stage.engines_busy", () => pool.BusyEngines, "{engine}", "Engines at work.");
        meter.CreateObservableGauge("recpipe.stage.engines", () => pool.Options.Engines, "{engine}", "Engines there are.");
    }

    public void RequestAnswered(in StageRequest request, StageReply reply)
    {
        // An unknown name is the client's invention: it must not become a time series.
        TagList tags = new() { { "model", reply.Status == StageStatus.NotFound ? "unknown" : request.Model } };
        _requests.Add(1, [tags[0], new("status", NameOf(reply.Status))]);
        if (reply.Status != StageStatus.Ok)
            return;
        _candidatesIn.Add(request.Candidates.Length, tags);
        _candidatesOut.Add(reply.Positions.Length, tags);
        _queue.Record(reply.Queue.TotalSeconds, tags);
        _compute.Record(reply.Compute.TotalSeconds, tags);
    }

    private static string NameOf(StageStatus status) => status switch
    {
        StageStatus.Ok => nameof(StageStatus.Ok),
        StageStatus.InvalidArgument => nameof(StageStatus.InvalidArgument),
        StageStatus.NotFound => nameof(StageStatus.NotFound),
        StageStatus.ResourceExhausted => nameof(StageStatus.ResourceExhausted),
        StageStatus.DeadlineExceeded => nameof(StageStatus.DeadlineExceeded),
        StageStatus.Cancelled => nameof(StageStatus.Cancelled),
        StageStatus.Unavailable => nameof(StageStatus.Unavailable),
        _ => nameof(StageStatus.Internal),
    };
}
