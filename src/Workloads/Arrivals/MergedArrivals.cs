namespace RecPipe.Workloads.Arrivals;

/// <summary>The arrivals of several processes together, in order.</summary>
internal sealed class MergedArrivals : IArrivalProcess
{
    private readonly PriorityQueue<IArrivalProcess, double> _next;

    /// <param name="processes">At least one.</param>
    public MergedArrivals(IReadOnlyList<IArrivalProcess> processes)
    {
        Description = processes[0].Description;
        _next = new(processes.Select(process => (process, process.Next())));
    }

    public string Description { get; }

    public double Next()
    {
        _next.TryPeek(out IArrivalProcess? process, out double at);
        _next.DequeueEnqueue(process!, process!.Next());
        return at;
    }
}
