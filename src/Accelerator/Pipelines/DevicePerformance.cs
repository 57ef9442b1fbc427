using RecPipe.Ranking.Randomness;

namespace RecPipe.Accelerator.Pipelines;

/// <summary>How a design performs.</summary>
/// <param name="Design">With the shares and sub-batches that were chosen.</param>
/// <param name="LatencySeconds">A query on an idle device.</param>
/// <param name="MaxThroughput">Queries/s when one always waits.</param>
public sealed record DevicePerformance(DeviceDesign Design, double LatencySeconds, double MaxThroughput)
{
    private const int Warm = 1000;

    /// <summary>Sojourn time under Poisson arrivals, in seconds.</summary>
    /// <param name="rate">Offered load, queries/s; at or above <see cref="MaxThroughput"/> there is no steady state.</param>
    /// <param name="quantile">In (0, 1), for example 0.95.</param>
    /// <param name="queries">Queries measured, after 1000 that are not.</param>
    /// <param name="seed">Of the arrivals.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Infinity where there is no steady state.</returns>
    public double Tail(double rate, double quantile, int queries = 20_000, ulong seed = 1, CancellationToken cancellationToken = default)
    {
        if (rate >= MaxThroughput)
            return double.PositiveInfinity;
        DeviceSchedule schedule = DeviceDesigner.Schedule(Design);
        Xoshiro256 random = new(seed);
        double[] sojourns = new double[queries];
        double arrival = 0;
        for (int query = -Warm; query < queries; query++)
        {
            if ((query & 0xFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            arrival += random.NextExponential() / rate;
            double sojourn = schedule.Run(arrival) - arrival;
            if (query >= 0)
                sojourns[query] = sojourn;
        }
        Array.Sort(sojourns);
        return sojourns[(int)Math.Ceiling(quantile * queries) - 1];
    }
}
