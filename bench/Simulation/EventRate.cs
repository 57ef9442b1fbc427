using System.Diagnostics;
using RecPipe.Simulation.Pipelines;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Bench.Simulation;

/// <summary>How fast a pipeline is simulated on one thread.</summary>
/// <param name="Best">Events a second of the fastest run.</param>
/// <param name="Median">Of all runs.</param>
/// <param name="EventsPerQuery">Arrivals, starts, ends, hops and answers.</param>
internal sealed record EventRate(double Best, double Median, double EventsPerQuery)
{
    public const int Runs = 9;

    private const long Queries = 400_000;

    public static EventRate Measure(SimulatedPipeline pipeline, double arrivals)
    {
        PipelineSimulation simulation = new(pipeline);
        simulation.Run(new PoissonArrivals(arrivals, 1), Queries, 0, 1);
        double[] rates = new double[Runs];
        double eventsPerQuery = 0;
        for (int run = 0; run < Runs; run++)
        {
            PoissonArrivals process = new(arrivals, (ulong)run);
            long start = Stopwatch.GetTimestamp();
            PipelineStatistics statistics = simulation.Run(process, Queries, 0, (ulong)run);
            rates[run] = statistics.Events / Stopwatch.GetElapsedTime(start).TotalSeconds;
            eventsPerQuery = (double)statistics.Events / Queries;
        }
        Array.Sort(rates);
        return new(rates[^1], rates[Runs / 2], eventsPerQuery);
    }
}
