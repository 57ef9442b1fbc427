using System.Diagnostics;
using System.Diagnostics.Metrics;
using RecPipe.Ranking.Stages;

namespace RecPipe.StageHosting;

/// <summary>
/// What every host of stage.proto measures of its requests, as docs/telemetry.md lists it: the same names and labels
/// whether engines or a modelled device answer. Times in seconds.
/// </summary>
public sealed class StageRequestMetrics
{
    private const string UnknownModel = "unknown";
    private const int HashDigits = 12;

    private static readonly string[] s_statuses = Enum.GetNames<StageStatus>();

    private readonly Counter<long> _requests;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _candidatesIn;
    private readonly Counter<long> _candidatesOut;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _compute;

    /// <summary>Makes the instruments, and every model's counters with value 0.</summary>
    /// <param name="meter">The host's.</param>
    /// <param name="models">What it serves.</param>
    public StageRequestMetrics(Meter meter, IReadOnlyList<ModelDescription> models)
    {
        _requests = meter.CreateCounter<long>("recpipe.stage.requests", "{request}", "Stage requests answered.");
        _shed = meter.CreateCounter<long>("recpipe.stage.shed", "{request}", "Stage requests refused because the queue was full.");
        _candidatesIn = meter.CreateCounter<long>("recpipe.stage.candidates_in", "{candidate}", "Candidates scored.");
        _candidatesOut = meter.CreateCounter<long>("recpipe.stage.candidates_out", "{candidate}", "Candidates that survived.");
        _queue = meter.CreateHistogram<double>("recpipe.stage.queue_time", "s", "Time spent waiting for an engine; of a modelled device in its own time.");
        _compute = meter.CreateHistogram<double>("recpipe.stage.compute_time", "s", "Time on engines; of a modelled device in its own time.");
        meter.CreateObservableGauge("recpipe.model.info", () => models.Select(InfoOf), description: "Always 1; the labels say which models are served.");
        foreach (ModelDescription model in models)
            Begin(model.Name);
    }

    /// <summary>A request has its reply. An unknown model is the client's invention and does not become a series.</summary>
    public void Answered(in StageRequest request, StageReply reply)
    {
        TagList tags = ModelTag(reply.Status == StageStatus.NotFound ? UnknownModel : request.Model);
        if (reply.Status == StageStatus.Ok)
        {
            _candidatesIn.Add(request.Candidates.Length, tags);
            _candidatesOut.Add(reply.Positions.Length, tags);
            _queue.Record(reply.Queue.TotalSeconds, tags);
            _compute.Record(reply.Compute.TotalSeconds, tags);
        }
        else if (reply.Status == StageStatus.ResourceExhausted)
        {
            _shed.Add(1, tags);
        }
        tags.Add(StatusTag(reply.Status));
        _requests.Add(1, tags);
    }

    private void Begin(string model)
    {
        TagList tags = ModelTag(model);
        foreach (Counter<long> counter in (Counter<long>[])[_shed, _candidatesIn, _candidatesOut])
            counter.Add(0, tags);
        tags.Add(StatusTag(StageStatus.Ok));
        _requests.Add(0, tags);
    }

    private static TagList ModelTag(string model) => new(new KeyValuePair<string, object?>("model", model));

    private static KeyValuePair<string, object?> StatusTag(StageStatus status) => new("status", s_statuses[(int)status]);

    private static Measurement<int> InfoOf(ModelDescription model) =>
        new(1, new("model", model.Name), new("family", model.Family), new("sha256", model.Sha256[..Math.Min(HashDigits, model.Sha256.Length)]));
}
