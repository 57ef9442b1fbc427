namespace RecPipe.Workloads.Arrivals;

/// <summary>Replays recorded arrival times, then ends.</summary>
/// <param name="times">Seconds from the start, not decreasing; see <see cref="TraceFile"/>.</param>
/// <param name="rate">Mean rate to stretch or squeeze the trace to; null replays it as recorded.</param>
public sealed class TraceArrivals(IReadOnlyList<double> times, double? rate = null) : IArrivalProcess
{
    private readonly double _scale = rate is double r && times.Count > 0 && times[^1] > 0 ? times.Count / times[^1] / r : 1;
    private int _next;

    public string Description => FormattableString.Invariant($"Trace of {times.Count} recorded arrivals.");

    public double Next() => _next < times.Count ? times[_next++] * _scale : double.PositiveInfinity;
}
