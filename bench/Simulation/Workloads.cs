using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Bench.Simulation;

/// <summary>The pipelines that are simulated.</summary>
internal static class Workloads
{
    private const double Mean = 0.001;

    /// <summary>Stages of some engines behind one queue each, exponential service of one mean.</summary>
    public static SimulatedPipeline Plain(int stages, int engines) => new()
    {
        Stages = [.. Enumerable.Range(0, stages).Select(stage => Stage(engines) with { Host = stage })],
    };

    /// <summary>Two stages as they are deployed: hops, log-normal service, workers chosen among, bounded queues, a deadline.</summary>
    public static SimulatedPipeline Deployed(int workers, int engines) => new()
    {
        Deadline = 1,
        Entry = new ExponentialTime(Mean / 10),
        Exit = new ExponentialTime(Mean / 10),
        Stages =
        [
            .. Enumerable.Range(0, 2).Select(stage => Stage(engines) with
            {
                Host = stage,
                Workers = workers,
                QueueCapacity = 64,
                Service = new LogNormalTime(new ConstantTime(Mean), 0.3),
                Request = new ExponentialTime(Mean / 10),
                Reply = new ExponentialTime(Mean / 10),
            }),
        ],
    };

    /// <summary>Queries a second that keep the engines of every stage busy this share of time.</summary>
    public static double Rate(SimulatedPipeline pipeline, double load) =>
        load * pipeline.Stages[0].Workers * pipeline.Stages[0].Engines / Mean;

    private static SimulatedStage Stage(int engines) => new()
    {
        Name = "stage",
        Items = 1,
        Engines = engines,
        Service = new ExponentialTime(Mean),
    };
}
