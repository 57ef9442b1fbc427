using System.Diagnostics;
using System.Diagnostics.Metrics;
using RecPipe.Inference;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;
using RecPipe.ServiceDefaults;
using RecPipe.StageHosting;
using RecPipe.StageWorker.Telemetry;

namespace RecPipe.StageWorker;

/// <summary>Builds the host of stage.proto: one engine pool behind gRPC, with health, reflection, metrics and a drain.</summary>
public static class StageWorkerHost
{
    private const string Source = "RecPipe.StageWorker";

    private static readonly ActivitySource s_spans = new(Source);

    /// <summary>Loads models and store and readies the engines; nothing listens until the application starts.</summary>
    /// <param name="options">Port 0 in <see cref="StageWorkerOptions.Listen"/> takes a free one; ask BoundAddresses() once started.</param>
    /// <param name="configure">Changes services or logging before they are built.</param>
    /// <exception cref="ConfigException">Options, models and store do not fit; lists what is wrong.</exception>
    public static WebApplication Build(StageWorkerOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        ConfigException.ThrowIfAny(options.Problems());
        WebApplicationBuilder builder = StageHost.CreateBuilder("recpipe-stage-worker", options.Listen, services => Observe(services.GetRequiredService<Worker>().Pool, services));
        builder.Services.AddSingleton(services => Worker.Load(options, services.GetRequiredService<TimeProvider>()));
        configure?.Invoke(builder);

        WebApplication app = StageHost.Build(builder);
        FollowLife(app, app.Services.GetRequiredService<Worker>().Pool);
        return app;
    }

    /// <summary>The pool with a stage worker's spans, metrics and log around it, for a worker embedded in another host.</summary>
    /// <param name="pool">What ranks.</param>
    /// <param name="services">The host's: its meters and loggers are used.</param>
    public static IStage Observe(EnginePool pool, IServiceProvider services) => new ObservedStage(
        pool,
        new StageWorkerMetrics(services.GetRequiredService<IMeterFactory>(), pool),
        s_spans,
        LogOf(services));

    private static void FollowLife(WebApplication app, EnginePool pool)
    {
        ILogger log = LogOf(app.Services);
        app.Lifetime.ApplicationStarted.Register(() => Announce(log, pool, app.BoundAddresses()));
        app.Lifetime.ApplicationStopping.Register(() =>
        {
            log.Draining(pool.BusyEngines, pool.QueueDepth);
            pool.BeginDrain();
        });
        app.Lifetime.ApplicationStopped.Register(log.Stopped);
    }

    private static ILogger LogOf(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger(Source);

    private static void Announce(ILogger log, EnginePool pool, BoundAddresses bound)
    {
        StageDescription worker = pool.Describe();
        foreach (ModelDescription model in worker.Models)
            log.ModelServed(model.Name, model.Family, model.DenseWidth, model.SparseWidth, model.Sha256);
        log.Serving(worker.Worker, bound.Grpc, bound.Http, worker.Backend, worker.Engines, worker.QueueCapacity, worker.StoreRows);
    }
}
