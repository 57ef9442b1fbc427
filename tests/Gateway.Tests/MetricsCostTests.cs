using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using RecPipe.Gateway.Pipelines;
using RecPipe.Gateway.Telemetry;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Gateway.Workers;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;
using RecPipe.StageHosting;

namespace RecPipe.Gateway.Tests;

/// <summary>
/// Metrics are always on, so they must cost next to nothing. Alone in its process while it measures: whoever collects a meter's
/// name collects it from everyone.
/// </summary>
[Collection(nameof(MetricsCostTests))]
[CollectionDefinition(nameof(MetricsCostTests), DisableParallelization = true)]
public class MetricsCostTests
{
    private const int Queries = 20_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_querys_measurements_allocate_nothing(bool collected)
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        using MeterProvider? provider = collected ? Sdk.CreateMeterProviderBuilder().AddMeter("RecPipe.*").SetExemplarFilter(ExemplarFilterType.TraceBased).AddPrometheusExporter().Build() : null;
        GatewayMetrics metrics = new(meters);
        StageRequestMetrics requests = new(meters.Create("RecPipe.Cost"), [new("small", "test", "abc", 2, 1)]);
        PipelineModel pipeline = Pipeline();
        StageModel[] stages = [.. pipeline.Stages];
        metrics.Serving([pipeline]);
        StageTrace trace = new() { Stage = "small", Model = "small", Status = StageStatus.Ok, CandidatesIn = 400, CandidatesOut = 50, Attempts = 1, Compute = TimeSpan.FromMilliseconds(1) };
        RankedList list = new() { Status = StageStatus.Ok, Stages = [trace, trace], Total = TimeSpan.FromMilliseconds(3) };
        StageReply reply = new() { Status = StageStatus.Ok, Positions = new int[50], Compute = TimeSpan.FromMilliseconds(1) };
        StageRequest request = new("small", Samples.Ids, 50, Deadline.None, null);

        Measure(Queries);
        long start = Stopwatch.GetTimestamp();
        Measure(Queries);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        (Allocations.Of(() => Measure(Queries)) / Queries).ShouldBe(0);
        TestContext.Current.TestOutputHelper!.WriteLine($"{took.TotalMicroseconds / Queries:0.00} us a query of two stages, gateway and workers together");

        void Measure(int queries)
        {
            for (int i = 0; i < queries; i++)
            {
                metrics.QueryStarted(pipeline);
                foreach (StageModel stage in stages)
                {
                    requests.Answered(request, reply);
                    metrics.StageEnded(pipeline, stage, trace, 0, TimeSpan.FromMilliseconds(1.5), TimeSpan.FromMilliseconds(90));
                }
                metrics.QueryEnded(pipeline, list, TimeSpan.FromMilliseconds(80));
            }
        }
    }

    private static PipelineModel Pipeline()
    {
        PipelineConfig config = Samples.TwoStage() with { Objective = new(95, TimeSpan.FromMilliseconds(25)) };
        return new(config, [.. config.Stages.Select(stage => new StageModel(stage, new ResilientStage(stage, config.Deadline, new WorkerSet([]), TimeProvider.System), null))]);
    }
}
