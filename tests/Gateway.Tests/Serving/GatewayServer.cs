using System.Collections.Concurrent;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Gateway.Workers;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;
using RecPipe.ServiceDefaults;

namespace RecPipe.Gateway.Tests.Serving;

/// <summary>A gateway on a real Kestrel; a test fails when it logs an error.</summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ErrorLog _errors;
    private readonly GrpcChannel _channel;

    private GatewayServer(WebApplication app, ErrorLog errors)
    {
        (_app, _errors) = (app, errors);
        _channel = GrpcChannel.ForAddress(Addresses.Grpc);
        Client = new(_channel);
        Http = new HttpClient { BaseAddress = Addresses.Http };
    }

    public BoundAddresses Addresses => _app.BoundAddresses();

    public PipelineRunner Runner => _app.Services.GetRequiredService<PipelineRunner>();

    public WorkerDirectory Directory => _app.Services.GetRequiredService<WorkerDirectory>();

    public RankingService.RankingServiceClient Client { get; }

    public HttpClient Http { get; }

    public static Task<GatewayServer> StartAsync(IStage? embedded, params PipelineConfig[] pipelines) =>
        StartAsync(new GatewayOptions(), embedded, _ => { }, pipelines);

    public static async Task<GatewayServer> StartAsync(GatewayOptions options, IStage? embedded, Action<WebApplicationBuilder> configure, params PipelineConfig[] pipelines)
    {
        using PipelineFolder folder = new(pipelines);
        ErrorLog errors = new();
        WebApplication app = GatewayHost.Build(options with { Pipelines = [folder.Path], Listen = new() }, embedded, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(errors);
            configure(builder);
        });
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        return new(app, errors);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _errors.Entries.ShouldBeEmpty();
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Entries.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
