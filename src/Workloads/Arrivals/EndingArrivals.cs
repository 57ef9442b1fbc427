namespace RecPipe.Workloads.Arrivals;

/// <summary>A process cut off at the end of its phase.</summary>
internal sealed class EndingArrivals(IArrivalProcess process, TimeSpan end) : IArrivalProcess
{
    private readonly double _end = end.TotalSeconds;

    public string Description => process.Description;

    public double Next()
    {
        double next = process.Next();
        return next < _end ? next : double.PositiveInfinity;
    }
}
