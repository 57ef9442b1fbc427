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

    public ServingOverhead(MeasuredOverhead measured, Design design)
    {
        _measured = measured;
        MeasuredCost query = measured.OfQuery(design.Stages[0].Items);
        MeasuredCost[] stages = [.. design.Stages.Select(stage => measured.OfStage(stage.Items))];
        Seconds = (query.Milliseconds + stages.Sum(stage => stage.Milliseconds)) / 1000;
        CpuSeconds = (query.CpuMilliseconds + stages.Sum(stage => stage.CpuMilliseconds)) / 1000;
        double own = query.Milliseconds / 1000, awaited = Math.Min(CpuSeconds, own * LeastQuantile(measured.Variation));
        Entry = new ConstantTime(awaited);
        Background = CpuSeconds > awaited ? new ConstantTime(CpuSeconds - awaited) : null;
        Exit = new EmpiricalTime([.. measured.Variation.DefaultIfEmpty(1).Select(factor => factor * own - awaited)]);
    }

    /// <summary>That a query is longer under way on an idle machine.</summary>
    public double Seconds { get; }

    /// <summary>Processor time a query takes.</summary>
    public double CpuSeconds { get; }

    /// <summary>Processor time that the query waits for: no more than the quickest query takes.</summary>
    public ServiceTime Entry { get; }

    public ServiceTime Exit { get; }

    /// <summary>Processor time nobody waits for.</summary>
    public ServiceTime? Background { get; }

    public ServiceTime OfStage(DesignedStage stage)
    {
        ConstantTime mean = new(_measured.OfStage(stage.Items).Milliseconds / 1000);
        return _measured.StageVariation.Count == 0 ? mean : new VariedTime(mean, _measured.StageVariation);
    }

    private static double LeastQuantile(IReadOnlyList<double> variation) => variation.Count == 0 ? 1 : variation[0];
}
