namespace RecPipe.Gateway.Workers;

/// <summary>Looks up the names of workers again and again, so that a scaled or moved fleet is followed.</summary>
internal sealed class NameRefresh(WorkerDirectory workers, GatewayOptions options, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!workers.HasNames)
            return;
        using PeriodicTimer timer = new(options.NameRefresh, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await workers.RefreshAsync(stoppingToken);
    }
}
