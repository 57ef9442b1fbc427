using RecPipe.Accelerator.Hardware;
using RecPipe.Planning.Designs;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Planning.Performance;

/// <summary>
/// What a design's queries take outside engines. Processor time comes first, as it slows engines down wherever it falls; the
/// way to and from each engine is a delay, and so is what is left of a query's own share.
/// </summary>
internal sealed class ServingOverhead
{
    private readonly MeasuredOverhead _measured;
    private readonly double _rest;

    public ServingOverhead(MeasuredOverhead measured, Design design)
    {
        _measured = measured;
        MeasuredCost query = measured.OfQuery(design.Stages[0].Items);
        MeasuredCost[] stages = [.. design.Stages.Select(stage => measured.OfStage(stage.Items))];
        double ways = stages.Sum(stage => stage.Milliseconds) / 1000;
        Seconds = query.Milliseconds / 1000 + ways;
        CpuSeconds = (query.CpuMilliseconds + stages.Sum(stage => stage.CpuMilliseconds)) / 1000;
        double awaited = Math.Min(CpuSeconds, query.Milliseconds / 1000);
        Entry = new ConstantTime(awaited);
        Background = CpuSeconds > awaited ? new ConstantTime(CpuSeconds - awaited) : null;
        _rest = query.Milliseconds / 1000 - awaited;
        Exit = new EmpiricalTime(Rests(ways + awaited));
    }

    /// <summary>That a query is longer under way on an idle machine.</summary>
    public double Seconds { get; }

    /// <summary>Processor time a query takes.</summary>
    public double CpuSeconds { get; }

    /// <summary>Processor time that the query waits for.</summary>
    public ServiceTime Entry { get; }

    public ServiceTime Exit { get; }

    /// <summary>Processor time nobody waits for.</summary>
    public ServiceTime? Background { get; }

    public ServiceTime OfStage(DesignedStage stage) => new ConstantTime(_measured.OfStage(stage.Items).Milliseconds / 1000);

    /// <summary>What varies is the whole; its steady part is taken off, and the mean kept.</summary>
    /// <param name="steady">Seconds that entry and ways take.</param>
    private double[] Rests(double steady)
    {
        double[] rests = [.. _measured.Variation.DefaultIfEmpty(1).Select(factor => Math.Max(0, factor * Seconds - steady))];
        double mean = rests.Average();
        return mean > 0 ? [.. rests.Select(rest => rest * _rest / mean)] : [_rest];
    }
}
