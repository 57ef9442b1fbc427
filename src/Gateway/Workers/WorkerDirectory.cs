using System.Net.Sockets;
using RecPipe.Contracts.Stage;
using RecPipe.Gateway.Telemetry;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Workers;

/// <summary>Every worker this gateway calls: one per address, however many stages name it.</summary>
internal sealed class WorkerDirectory(IStage? embedded, TimeProvider clock, NameResolver resolve, ILogger<WorkerDirectory> log) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Uri, Worker> _workers = [];
    private readonly List<(IReadOnlyList<WorkerAddress> Addresses, WorkerSet Set)> _sets = [];

    /// <summary>The worker in this process; null when there is none. Whoever passed it in disposes of it.</summary>
    public Worker? Embedded { get; } = embedded is null ? null : new("embedded", embedded, clock, log);

    /// <summary>True when some worker is found by name, so that <see cref="RefreshAsync"/> has something to do.</summary>
    public bool HasNames => _sets.Any(entry => entry.Addresses.Any(address => address.Fixed is null));

    /// <summary>The workers behind a stage's addresses, without those of names that do not resolve now.</summary>
    public async Task<(WorkerSet Set, IReadOnlyList<WorkerAddress> Unresolved)> OpenAsync(IReadOnlyList<WorkerAddress> addresses, CancellationToken cancellationToken)
    {
        (List<Worker> workers, List<WorkerAddress> unresolved) = await FindAsync(addresses, cancellationToken);
        WorkerSet set = new(workers);
        lock (_lock)
            _sets.Add((addresses, set));
        return (set, unresolved);
    }

    /// <summary>Looks names up again: new addresses join, vanished ones leave. While a name does not resolve, its set stays as it is.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        foreach ((IReadOnlyList<WorkerAddress> addresses, WorkerSet set) in _sets)
        {
            (List<Worker> workers, List<WorkerAddress> unresolved) = await FindAsync(addresses, cancellationToken);
            if (unresolved.Count == 0)
                set.Replace(workers);
        }
        RetireUnused();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (Worker worker in _workers.Values)
                worker.Retire();
            _workers.Clear();
        }
    }

    private async Task<(List<Worker> Workers, List<WorkerAddress> Unresolved)> FindAsync(IReadOnlyList<WorkerAddress> addresses, CancellationToken cancellationToken)
    {
        List<Worker> workers = [];
        List<WorkerAddress> unresolved = [];
        foreach (WorkerAddress address in addresses)
        {
            try
            {
                workers.AddRange((await address.ResolveAsync(resolve, cancellationToken)).Select(At));
            }
            catch (SocketException e)
            {
                GatewayLog.NameUnresolved(log, address.Host, e);
                unresolved.Add(address);
            }
        }
        return ([.. workers.Distinct()], unresolved);
    }

    private Worker At(Uri address)
    {
        lock (_lock)
        {
            if (!_workers.TryGetValue(address, out Worker? worker))
                _workers[address] = worker = new(address.ToString(), new GrpcStage(address, clock), clock, log);
            return worker;
        }
    }

    private void RetireUnused()
    {
        lock (_lock)
        {
            HashSet<Worker> used = [.. _sets.SelectMany(entry => entry.Set.Workers)];
            foreach ((Uri address, Worker worker) in _workers.Where(entry => !used.Contains(entry.Value)).ToList())
            {
                _workers.Remove(address);
                worker.Retire();
                GatewayLog.WorkerLeft(log, worker.Address);
            }
        }
    }
}
