using RecPipe.Workloads.Arrivals;

namespace RecPipe.Planning.Sweeps;

/// <summary>As many arrivals as a run of the published artefact had, with its gaps.</summary>
internal sealed class PublishedArrivals(double rate, int queries, ulong seed) : IArrivalProcess
{
    private readonly ParityArrivals _arrivals = new(rate, seed);
    private int _left = queries;

    public string Description => _arrivals.Description;

    public double Next() => _left-- > 0 ? _arrivals.Next() : double.PositiveInfinity;
}
