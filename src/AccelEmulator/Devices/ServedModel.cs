using System.Collections.Concurrent;
using RecPipe.Accelerator;
using RecPipe.Accelerator.Shapes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.AccelEmulator.Devices;

/// <summary>A model on its device, with the service times it was asked for so far: pipelines ask for a handful of sizes.</summary>
internal sealed class ServedModel(Device device, IServiceTimes times, ModelShape shape, TimeScale scale)
{
    private const int MostSizes = 4096;
    private const double MostHostSeconds = 3600;

    private readonly ConcurrentDictionary<(int Items, int Keep), long> _ticks = new();

    public Device Device { get; } = device;

    /// <summary>How long a unit is busy.</summary>
    /// <param name="items">Candidates.</param>
    /// <param name="keep">Survivors sent back.</param>
    /// <param name="ticks">Ticks of the host's clock, time scale included.</param>
    /// <returns>Null, or why the hardware file gives no time for it.</returns>
    public string? TryServiceTicks(int items, int keep, out long ticks)
    {
        if (_ticks.TryGetValue((items, keep), out ticks))
            return null;
        try
        {
            double seconds = times.ServiceSeconds(shape, items, keep);
            if (!(seconds * scale.Factor <= MostHostSeconds))
                return $"A query of {items} would take {seconds * scale.Factor:0} s of the emulator's host; the most is {MostHostSeconds:0}. Lower the time scale.";
            ticks = scale.ToTicks(seconds);
        }
        catch (ConfigException e)
        {
            return e.Message;
        }
        if (_ticks.Count < MostSizes)
            _ticks[(items, keep)] = ticks;
        return null;
    }
}
