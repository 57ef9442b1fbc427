using System.Diagnostics;
using System.Diagnostics.Metrics;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Telemetry;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;
using RecPipe.ServiceDefaults;
using RecPipe.StageHosting;

namespace RecPipe.AccelEmulator;

/// <summary>
/// Builds the host of stage.proto that answers for modelled devices, with health, reflection, metrics and a drain as a stage
/// worker has them. GET /lateness says how well it keeps pace, POST /lateness/reset begins a new run.
/// </summary>
public static class EmulatorHost
{
    private const string Source = "RecPipe.AccelEmulator";

    private static readonly ActivitySource s_spans = new(Source);

    /// <summary>Loads hardware, models and store, and scores the store when asked to; nothing listens until the application starts.</summary>
    /// <param name="options">Port 0 in <see cref="EmulatorOptions.Listen"/> takes a free one; ask BoundAddresses() once started.</param>
    /// <param name="configure">Changes services or logging before they are built.</param>
    /// <exception cref="ConfigException">Options, hardware files, models and store do not fit; lists what is wrong.</exception>
    public static WebApplication Build(EmulatorOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        ConfigException.ThrowIfAny(options.Problems());
        WebApplicationBuilder builder = StageHost.CreateBuilder("recpipe-accel-emulator", options.Listen, services => Observe(services.GetRequiredService<Emulator>(), services));
        builder.Services.AddSingleton(services => Emulator.Load(options, services.GetRequiredService<TimeProvider>()));
        configure?.Invoke(builder);

        WebApplication app = StageHost.Build(builder);
        Emulator emulator = app.Services.GetRequiredService<Emulator>();
        app.MapGet("/lateness", () => emulator.Lateness.Report());
        app.MapPost("/lateness/reset", emulator.Lateness.Reset);
        FollowLife(app, emulator, options);
        return app;
    }

    /// <summary>The emulator with its spans, metrics and log around it, for one embedded in another host.</summary>
    /// <param name="emulator">What ranks.</param>
    /// <param name="services">The host's: its meters and loggers are used.</param>
    public static IStage Observe(Emulator emulator, IServiceProvider services) => new ObservedStage(
        emulator.Stage,
        new EmulatorMetrics(services.GetRequiredService<IMeterFactory>(), emulator.Stage),
        s_spans,
        LogOf(services),
        static (span, reply) => span.SetTag("recpipe.late_seconds", reply.Late.TotalSeconds));

    private static void FollowLife(WebApplication app, Emulator emulator, EmulatorOptions options)
    {
        ILogger log = LogOf(app.Services);
        app.Lifetime.ApplicationStarted.Register(() => Announce(log, emulator, options, app.BoundAddresses()));
        app.Lifetime.ApplicationStopping.Register(() =>
        {
            log.Draining();
            emulator.Stage.BeginDrain();
        });
        app.Lifetime.ApplicationStopped.Register(() =>
        {
            log.RunEnded(emulator.Lateness.Report());
            if (emulator.Stage.Record.Dropped is > 0 and int dropped)
                log.AnswersDropped(dropped);
            log.Stopped();
        });
    }

    private static ILogger LogOf(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger(Source);

    private static void Announce(ILogger log, Emulator emulator, EmulatorOptions options, BoundAddresses bound)
    {
        foreach ((string model, Device device) in emulator.Stage.Assignments)
            log.ModelServed(model, device.Name, device.Units, device.Hardware, device.QueueCapacity);
        log.Serving(options.Name, bound.Grpc, bound.Http, options.Scores.ToString(), options.TimeScale, emulator.StoreRows);
    }
}
