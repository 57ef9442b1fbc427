using System.Diagnostics.Metrics;
using RecPipe.Inference;
using RecPipe.Ranking.Stages;
using RecPipe.StageHosting;

namespace RecPipe.StageWorker.Telemetry;

/// <summary>What a stage worker measures, as docs/telemetry.md lists it: its requests and its engines.</summary>
internal sealed class StageWorkerMetrics : IStageMetrics
{
    public const string MeterName = "RecPipe.StageWorker";

    private readonly StageRequestMetrics _requests;

    public StageWorkerMetrics(IMeterFactory meters, EnginePool pool)
    {
        Meter meter = meters.Create(MeterName);
        StageDescription worker = pool.Describe();
        KeyValuePair<string, object?> device = new("device", worker.Backend);
        _requests = new(meter, worker.Models);
        meter.CreateObservableGauge("recpipe.stage.queue_depth", () => new Measurement<int>(pool.QueueDepth, device), "{query}", "Queries waiting for an engine.");
        meter.CreateObservableGauge("recpipe.stage.queue_capacity", () => new Measurement<int>(worker.QueueCapacity, device), "{query}", "How many may wait.");
        meter.CreateObservableGauge("recpipe.stage.engines", () => new Measurement<int>(worker.Engines, device), "{engine}", "Engines there are.");
        meter.CreateObservableGauge("recpipe.stage.engines_busy", () => new Measurement<int>(pool.BusyEngines, device), "{engine}", "Engines at work.");
        meter.CreateObservableCounter("recpipe.stage.engine_busy_time", () => new Measurement<double>(pool.BusyTime.TotalSeconds, device), "s", "Time of engines at work, all added up.");
    }

    public void RequestAnswered(in StageRequest request, StageReply reply) => _requests.Answered(request, reply);
}
