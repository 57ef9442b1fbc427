using System.Diagnostics.Metrics;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.LoadGen.Telemetry;
using static RecPipe.LoadGen.Tests.Scenarios;

namespace RecPipe.LoadGen.Tests;

/// <summary>What a run tells while it is going adds up to what its report says.</summary>
public class LoadMetricsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Metrics_of_a_run_add_up_to_its_report()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        LoadMetrics metrics = new(services.GetRequiredService<IMeterFactory>(), "two-stage");
        Dictionary<string, double> seen = [];
        using MeterListener listener = Listen(services.GetRequiredService<IMeterFactory>(), seen);
        Scenario scenario = Of((context, _) => new(new StepResult(context.Query % 10 == 3 ? StatusCode.ResourceExhausted : StatusCode.OK, Degraded: context.Query % 10 == 4)), Inject(100, 1))
            .With(workload => workload with { WarmUp = TimeSpan.FromSeconds(1) }) with
        { Metrics = metrics };
        LoadReport report = await VirtualPacer.Engine(_time).RunAsync(scenario, null, TestContext.Current.CancellationToken);
        listener.RecordObservableInstruments();

        report.Arrivals.ShouldBe(100);
        seen["recpipe.load.arrivals two-stage"].ShouldBe(report.Arrivals);
        seen["recpipe.load.queries two-stage Ok"].ShouldBe(report.Answered);
        seen["recpipe.load.queries two-stage ResourceExhausted"].ShouldBe(10);
        seen["recpipe.load.degraded two-stage"].ShouldBe(10);
        seen["recpipe.load.latency two-stage Ok count"].ShouldBe(report.Latency.Count);
        seen["recpipe.load.lag two-stage count"].ShouldBe(report.Lag.Count);
        seen["recpipe.load.in_flight two-stage"].ShouldBe(0);
        seen["recpipe.load.valid two-stage"].ShouldBe(report.Valid ? 1 : 0);
    }

    private static MeterListener Listen(IMeterFactory meters, Dictionary<string, double> seen)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument.Name, 1, tags, " count"));
        listener.Start();
        return listener;

        void Add(string key, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string suffix = "")
        {
            foreach (KeyValuePair<string, object?> tag in tags)
                key += $" {tag.Value}";
            lock (seen)
                seen[key + suffix] = seen.GetValueOrDefault(key + suffix) + value;
        }
    }
}
