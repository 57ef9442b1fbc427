using RecPipe.Simulation.Queues;

namespace RecPipe.Simulation.Tests.Queues;

/// <summary>Offers seeded Poisson arrivals to a virtual queue and measures what became of them. A tick is a nanosecond.</summary>
internal static class Station
{
    public const double Second = 1e9;

    private const int WarmUp = 20_000;
    private const int Batches = 100;
    private const int BatchLength = 8_000;

    /// <param name="queue">The station.</param>
    /// <param name="rate">Arrivals a second.</param>
    /// <param name="service">Seconds, from a uniform number.</param>
    /// <param name="seed">Of gaps and services.</param>
    public static StationRun Offer(VirtualQueue queue, double rate, Func<double, double> service, int seed)
    {
        Random random = new(seed);
        double now = 0;
        double[] waits = new double[Batches];
        double[] refused = new double[Batches];
        for (int i = -WarmUp; i < Batches * BatchLength; i++)
        {
            now += Exponential(random) / rate;
            long arrival = (long)(now * Second);
            bool accepted = queue.TryAdd(arrival, (long)(service(random.NextDouble()) * Second), out Placement placement);
            if (i < 0)
                continue;
            waits[i / BatchLength] += accepted ? (placement.Start - arrival) / Second / BatchLength : 0;
            refused[i / BatchLength] += accepted ? 0 : 1.0 / BatchLength;
        }
        return new(Estimate.Of(waits), Estimate.Of(refused));
    }

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());
}
