using System.Diagnostics;
using System.Diagnostics.Metrics;
using RecPipe.AccelEmulator.Answers;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Telemetry;

/// <summary>
/// What an emulator measures: a stage worker's instruments with the modelled device's times, and how well the host kept pace
/// with them. Times in seconds.
/// </summary>
internal sealed class EmulatorMetrics
{
    public const string MeterName = "RecPipe.AccelEmulator";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _candidatesIn;
    private readonly Counter<long> _candidatesOut;
    private readonly Counter<long> _beyond;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _compute;
    private readonly Histogram<double> _late;
    private readonly TimeSpan _tolerance;

    public EmulatorMetrics(IMeterFactory meters, EmulatedStage stage)
    {
        Lateness lateness = stage.Record.Lateness;
        _tolerance = lateness.Report().Tolerance;
        Meter meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("recpipe.stage.requests", "{request}", "Stage requests answered, by model and status.");
        _candidatesIn = meter.CreateCounter<long>("recpipe.stage.candidates_in", "{candidate}", "Candidates scored.");
        _candidatesOut = meter.CreateCounter<long>("recpipe.stage.candidates_out", "{candidate}", "Candidates that survived.");
        _queue = meter.CreateHistogram<double>("recpipe.stage.queue_time", "s", "Time spent waiting for a unit, in the device's time.");
        _compute = meter.CreateHistogram<double>("recpipe.stage.compute_time", "s", "Time on a unit, in the device's time.");
        _late = meter.CreateHistogram<double>("recpipe.emulator.lateness", "s", "How long after its modelled time an answer left, in the host's time.");
        _beyond = meter.CreateCounter<long>("recpipe.emulator.late_answers", "{answer}", "Answers that left later than the tolerance.");
        meter.CreateObservableGauge("recpipe.emulator.valid", () => lateness.Report().IsValid ? 1 : 0, description: "1 while the 99th percentile of lateness is within the tolerance.");
        meter.CreateObservableGauge("recpipe.emulator.lateness_p99", () => lateness.Report().P99.TotalSeconds, "s", "99th percentile of lateness since the start or the last reset.");
        meter.CreateObservableGauge("recpipe.stage.queue_depth", () => stage.Devices.Select(device => Measured(device.WaitingAt(stage.Clock.GetTimestamp()), device.Name)), "{query}", "Queries waiting for a unit.");
        meter.CreateObservableGauge("recpipe.stage.engines_busy", () => stage.Devices.Select(device => Measured(device.BusyAt(stage.Clock.GetTimestamp()), device.Name)), "{engine}", "Units at work.");
        meter.CreateObservableGauge("recpipe.stage.engines", () => stage.Devices.Select(device => Measured(device.Units, device.Name)), "{engine}", "Units there are.");
    }

    public void RequestAnswered(in StageRequest request, StageReply reply)
    {
        // An unknown name is the client's invention: it must not become a time series.
        TagList tags = new() { { "model", reply.Status == StageStatus.NotFound ? "unknown" : request.Model } };
        _requests.Add(1, [tags[0], new("status", reply.Status.ToString())]);
        if (reply.Status != StageStatus.Ok)
            return;
        _candidatesIn.Add(request.Candidates.Length, tags);
        _candidatesOut.Add(reply.Positions.Length, tags);
        _queue.Record(reply.Queue.TotalSeconds, tags);
        _compute.Record(reply.Compute.TotalSeconds, tags);
        _late.Record(reply.Late.TotalSeconds, tags);
        if (reply.Late > _tolerance)
            _beyond.Add(1, tags);
    }

    private static Measurement<int> Measured(int value, string device) => new(value, new KeyValuePair<string, object?>("device", device));
}
