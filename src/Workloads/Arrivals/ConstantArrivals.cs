namespace RecPipe.Workloads.Arrivals;

/// <summary>Equal gaps; the first arrival comes at once.</summary>
/// <param name="rate">Arrivals a second, over 0.</param>
public sealed class ConstantArrivals(double rate) : IArrivalProcess
{
    private long _count;

    public string Description => "Constant rate: equal gaps.";

    public double Next() => _count++ / rate;
}
