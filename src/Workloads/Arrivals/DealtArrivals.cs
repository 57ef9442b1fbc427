namespace RecPipe.Workloads.Arrivals;

/// <summary>Every n-th arrival of a process: one of n parts that deal its arrivals out in turn.</summary>
internal sealed class DealtArrivals(IArrivalProcess process, int index, int of) : IArrivalProcess
{
    private int _skip = index;

    public string Description => process.Description;

    public double Next()
    {
        for (; _skip > 0; _skip--)
            process.Next();
        _skip = of - 1;
        return process.Next();
    }
}
