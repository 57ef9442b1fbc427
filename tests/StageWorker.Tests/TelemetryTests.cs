using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using RecPipe.Contracts.Stage;
using RecPipe.Ranking.Stages;
using RecPipe.ServiceDefaults;

namespace RecPipe.StageWorker.Tests;

public class TelemetryTests(TinyWorld world)
{
    [Fact]
    public async Task A_rank_is_a_span_of_the_callers_trace()
    {
        List<Activity> spans = [];
        await using RunningWorker worker = await RunningWorker.Start(world, configure: builder =>
            builder.Services.AddOpenTelemetry().WithTracing(traces => traces.AddInMemoryExporter(spans)));
        using GrpcStage stage = new(worker.App.BoundAddresses().Grpc);
        using Activity caller = new Activity("caller") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        StageReply reply = await stage.RankAsync(TinyWorld.Query(world.Candidates(1, 30), 5), TestContext.Current.CancellationToken);
        caller.Stop();
        worker.App.Services.GetRequiredService<TracerProvider>().ForceFlush();

        Activity span = spans.Single(s => s.Source.Name == "RecPipe.StageWorker" && s.TraceId == caller.TraceId);
        span.DisplayName.ShouldBe("rank narrow");
        span.GetTagItem("recpipe.candidates").ShouldBe(30);
        span.GetTagItem("recpipe.keep").ShouldBe(5);
        span.GetTagItem("recpipe.status").ShouldBe("Ok");
        ((double)span.GetTagItem("recpipe.compute_seconds")!).ShouldBe(reply.Compute.TotalSeconds, 2e-6);
    }

    [Fact]
    public async Task Every_request_is_counted_by_model_and_status_and_invented_names_are_not_series()
    {
        await using RunningWorker worker = await RunningWorker.Start(world);
        IMeterFactory meters = worker.App.Services.GetRequiredService<IMeterFactory>();
        Dictionary<string, double> seen = Listen(meters, out MeterListener listener);
        using (listener)
        {
            using GrpcStage stage = new(worker.App.BoundAddresses().Grpc);
            foreach (StageRequest query in (StageRequest[])
            [
                TinyWorld.Query([1, 2, 3], 2),
                TinyWorld.Query([1, 2], 9),
                TinyWorld.Query([-1]),
                TinyWorld.Query([1], model: "invented"),
            ])
                await stage.RankAsync(query, TestContext.Current.CancellationToken);
            listener.RecordObservableInstruments();
        }
        lock (seen)
        {
            seen["recpipe.stage.requests narrow Ok"].ShouldBe(2);
            seen["recpipe.stage.requests narrow InvalidArgument"].ShouldBe(1);
            seen["recpipe.stage.requests unknown NotFound"].ShouldBe(1);
            seen["recpipe.stage.candidates_in narrow"].ShouldBe(5);
            seen["recpipe.stage.candidates_out narrow"].ShouldBe(4);
            seen["recpipe.stage.compute_time narrow"].ShouldBeInRange(1e-6, 1);
            seen["recpipe.stage.queue_depth cpu"].ShouldBe(0);
        }
    }

    /// <summary>Sums of everything measured, by instrument and tag values.</summary>
    private static Dictionary<string, double> Listen(IMeterFactory meters, out MeterListener listener)
    {
        Dictionary<string, double> seen = [];
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name == "RecPipe.StageWorker")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return seen;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string key = instrument.Name;
            foreach (KeyValuePair<string, object?> tag in tags)
                key += $" {tag.Value}";
            lock (seen)
                seen[key] = seen.GetValueOrDefault(key) + value;
        }
    }
}
