using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Workloads.Tests;

internal static class Arrivals
{
    public static WorkloadConfig Workload(ArrivalKind kind, LoadSimulation load, ulong seed = 1) =>
        new() { Name = "test", Arrivals = new() { Process = kind }, Load = [load], ScheduleSeed = seed };

    public static double[] Take(IArrivalProcess process, int count) => [.. Enumerable.Range(0, count).Select(_ => process.Next())];

    public static double[] All(IArrivalProcess process)
    {
        List<double> times = [];
        for (double time = process.Next(); double.IsFinite(time); time = process.Next())
            times.Add(time);
        return [.. times];
    }

    public static double[] CountPerWindow(IArrivalProcess process, double window, int windows)
    {
        double[] counts = new double[windows];
        for (double time = process.Next(); time < window * windows; time = process.Next())
            counts[(int)(time / window)]++;
        return counts;
    }

    /// <summary>Variance of counts over their mean.</summary>
    public static double Dispersion(double[] counts)
    {
        double mean = counts.Average();
        return counts.Sum(count => (count - mean) * (count - mean)) / counts.Length / mean;
    }
}
