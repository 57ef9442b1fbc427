using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RecPipe.Gateway.Pipelines;
using RecPipe.Gateway.Telemetry;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Gateway.Workers;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests;

/// <summary>What counts against a pipeline's objective, and which series there are before anything goes wrong.</summary>
public sealed class ObjectiveTests : IDisposable
{
    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(25);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Dictionary<string, long> _seen = [];
    private readonly MeterListener _listener = new();
    private readonly GatewayMetrics _metrics;
    private readonly PipelineModel _pipeline;

    public ObjectiveTests()
    {
        IMeterFactory meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters)
                self.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            string key = instrument.Name;
            foreach (KeyValuePair<string, object?> tag in tags)
                key += $" {tag.Value}";
            _seen[key] = _seen.GetValueOrDefault(key) + value;
        });
        _listener.Start();
        PipelineConfig config = Samples.TwoStage() with { Objective = new(95, s_latency) };
        _pipeline = new(config, [.. config.Stages.Select(stage => new StageModel(stage, new ResilientStage(stage, config.Deadline, new WorkerSet([]), TimeProvider.System), null))]);
        _metrics = new(meters);
        _metrics.Serving([_pipeline]);
    }

    [Theory]
    [InlineData(StageStatus.Ok, false, 1, 0)]
    [InlineData(StageStatus.Ok, true, 1, 1)]
    [InlineData(StageStatus.Unavailable, false, 1, 1)]
    [InlineData(StageStatus.NotFound, false, 1, 1)] // a worker that does not have the pipeline's model
    [InlineData(StageStatus.InvalidArgument, true, 0, 0)]
    [InlineData(StageStatus.Cancelled, false, 0, 0)]
    [InlineData(StageStatus.Cancelled, true, 1, 1)] // its client waited longer than the objective, then gave up
    public void A_query_counts_against_the_objective_when_the_service_missed_it(StageStatus status, bool late, int judged, int missed)
    {
        _metrics.QueryStarted(_pipeline);
        _metrics.QueryEnded(_pipeline, new() { Status = status, Total = late ? s_latency * 2 : s_latency / 2 }, TimeSpan.Zero);
        _seen[$"recpipe.gateway.objective.judged {_pipeline.Name}"].ShouldBe(judged);
        _seen[$"recpipe.gateway.objective.missed {_pipeline.Name}"].ShouldBe(missed);
    }

    [Fact]
    public void Every_status_is_a_series_from_the_start_so_that_the_first_error_is_a_rise()
    {
        foreach (string status in Enum.GetNames<StageStatus>())
        {
            _seen[$"recpipe.gateway.queries {_pipeline.Name} {status}"].ShouldBe(0);
            foreach (StageModel stage in _pipeline.Stages)
                _seen[$"recpipe.gateway.stage.requests {_pipeline.Name} {stage.Name} {status}"].ShouldBe(0);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }
}
