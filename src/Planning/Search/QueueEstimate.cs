using RecPipe.Simulation.Pipelines;

namespace RecPipe.Planning.Search;

/// <summary>
/// A guess of the tail latency from queueing formulas: each stage as an M/M/c queue on its own (Sakasegawa 1977), some of its mean
/// waits above the unloaded time. It orders candidates, so that those that beat many others come first; it decides nothing.
/// </summary>
internal sealed class QueueEstimate
{
    private const double WaitsInTail = 1.5;
    private const double MostUtilisation = 0.999;

    private readonly (double Service, int Engines)[] _stages;

    private QueueEstimate((double Service, int Engines)[] stages) => _stages = stages;

    public static QueueEstimate Of(SimulatedPipeline pipeline) =>
        new([.. pipeline.Stages.Select(stage => (stage.Service.Mean(stage.Items, stage.Engines), stage.Engines * stage.Workers))]);

    /// <param name="rate">Offered load, queries/s.</param>
    /// <returns>Seconds.</returns>
    public double Tail(double rate)
    {
        double seconds = 0;
        foreach ((double service, int engines) in _stages)
        {
            double utilisation = Math.Min(rate * service / engines, MostUtilisation);
            double wait = service * Math.Pow(utilisation, Math.Sqrt(2 * (engines + 1)) - 1) / (engines * (1 - utilisation));
            seconds += service + WaitsInTail * wait;
        }
        return seconds;
    }
}
