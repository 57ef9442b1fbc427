namespace RecPipe.Gateway;

/// <summary>A gateway without network services; closes its connections to workers when disposed of.</summary>
public sealed class InProcessGateway : IAsyncDisposable
{
    private readonly IAsyncDisposable _services;

    internal InProcessGateway(PipelineRunner runner, IAsyncDisposable services) => (Runner, _services) = (runner, services);

    public PipelineRunner Runner { get; }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
