using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using RecPipe.AccelEmulator.Answers;
using RecPipe.AccelEmulator.Devices;
using RecPipe.Ranking.Stages;
using RecPipe.StageHosting;

namespace RecPipe.AccelEmulator.Telemetry;

/// <summary>
/// What an emulator measures, as docs/telemetry.md lists it: a stage worker's instruments with the modelled device's times,
/// and how well the host kept pace with them.
/// </summary>
internal sealed class EmulatorMetrics : IStageMetrics
{
    public const string MeterName = "RecPipe.AccelEmulator";

    private readonly EmulatedStage _stage;
    private readonly FrozenDictionary<string, string> _devices;
    private readonly StageRequestMetrics _requests;
    private readonly Histogram<double> _late;
    private readonly Counter<long> _beyond;
    private readonly Counter<double> _modelled;
    private readonly Counter<double> _achieved;
    private readonly TimeSpan _tolerance;

    public EmulatorMetrics(IMeterFactory meters, EmulatedStage stage)
    {
        _stage = stage;
        _devices = stage.Assignments.ToFrozenDictionary(served => served.Model, served => served.Device.Name);
        Lateness lateness = stage.Record.Lateness;
        _tolerance = lateness.Report().Tolerance;
        Meter meter = meters.Create(MeterName);
        _requests = new(meter, stage.Describe().Models);
        _late = meter.CreateHistogram<double>("recpipe.emulator.lateness", "s", "How long after its modelled time an answer left, in the host's time.");
        _beyond = meter.CreateCounter<long>("recpipe.emulator.late_answers", "{answer}", "Answers that left later than the tolerance.");
        _modelled = meter.CreateCounter<double>("recpipe.emulator.modelled_time", "s", "Of answers, from a unit taking the query to its modelled end, in the host's time.");
        _achieved = meter.CreateCounter<double>("recpipe.emulator.achieved_time", "s", "Of answers, from a unit taking the query to the answer really leaving.");
        meter.CreateObservableGauge("recpipe.emulator.valid", () => lateness.Report().IsValid ? 1 : 0, description: "1 while the 99th percentile of lateness is within the tolerance.");
        meter.CreateObservableGauge("recpipe.emulator.lateness_p99", () => lateness.Report().P99.TotalSeconds, "s", "99th percentile of lateness since the start or the last reset.");
        meter.CreateObservableGauge("recpipe.emulator.tolerance", () => _tolerance.TotalSeconds, "s", "What the 99th percentile of lateness may be.");
        meter.CreateObservableGauge("recpipe.emulator.time_scale", () => stage.Scale.Factor, description: "Seconds of the host that a modelled second takes.");
        meter.CreateObservableGauge("recpipe.stage.queue_depth", () => Each(device => device.WaitingAt(Now)), "{query}", "Queries waiting for a unit.");
        meter.CreateObservableGauge("recpipe.stage.queue_capacity", () => Each(device => device.QueueCapacity), "{query}", "How many may wait.");
        meter.CreateObservableGauge("recpipe.stage.engines", () => Each(device => device.Units), "{engine}", "Units there are.");
        meter.CreateObservableGauge("recpipe.stage.engines_busy", () => Each(device => device.BusyAt(Now)), "{engine}", "Units at work.");
        meter.CreateObservableCounter("recpipe.stage.engine_busy_time", () => Each(device => stage.Scale.ToWall(device.ServedAt(Now)).TotalSeconds), "s", "Time of units at work, all added up, in the host's time.");
        foreach ((string model, string device) in _devices)
            Begin(model, device);
    }

    private long Now => _stage.Clock.GetTimestamp();

    public void RequestAnswered(in StageRequest request, StageReply reply)
    {
        _requests.Answered(request, reply);
        if (reply.Status != StageStatus.Ok)
            return;
        KeyValuePair<string, object?> model = ModelTag(request.Model), device = DeviceTag(_devices[request.Model]);
        double modelled = reply.Compute.TotalSeconds * _stage.Scale.Factor;
        _late.Record(reply.Late.TotalSeconds, model);
        _modelled.Add(modelled, device);
        _achieved.Add(modelled + reply.Late.TotalSeconds, device);
        if (reply.Late > _tolerance)
            _beyond.Add(1, model);
    }

    private void Begin(string model, string device)
    {
        _beyond.Add(0, ModelTag(model));
        _modelled.Add(0, DeviceTag(device));
        _achieved.Add(0, DeviceTag(device));
    }

    private IEnumerable<Measurement<T>> Each<T>(Func<Device, T> value)
        where T : struct => _stage.Devices.Select(device => new Measurement<T>(value(device), DeviceTag(device.Name)));

    private static KeyValuePair<string, object?> ModelTag(string model) => new("model", model);

    private static KeyValuePair<string, object?> DeviceTag(string device) => new("device", device);
}
