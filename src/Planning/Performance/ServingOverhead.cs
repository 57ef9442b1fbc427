using RecPipe.Accelerator.Hardware;
using RecPipe.Planning.Designs;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Planning.Performance;

/// <summary>What a design's queries take outside engines. Half of a query's own share comes before its first stage, half after its last.</summary>
internal sealed class ServingOverhead
{
    private readonly MeasuredOverhead _measured;
    private readonly MeasuredCost _query;

    public ServingOverhead(MeasuredOverhead measured, Design design)
    {
        _measured = measured;
        _query = measured.OfQuery(design.Stages[0].Items);
        MeasuredCost[] stages = [.. design.Stages.Select(stage => measured.OfStage(stage.Items))];
        Seconds = (_query.Milliseconds + stages.Sum(stage => stage.Milliseconds)) / 1000;
        CpuSeconds = (_query.CpuMilliseconds + stages.Sum(stage => stage.CpuMilliseconds)) / 1000;
    }

    /// <summary>That a query is longer under way on an idle machine.</summary>
    public double Seconds { get; }

    /// <summary>Processor time a query takes.</summary>
    public double CpuSeconds { get; }

    public ServiceTime Entry => Varied(_query.Milliseconds / 2000);

    public ServiceTime Exit => Varied(_query.Milliseconds / 2000);

    /// <summary>Processor time nobody waits for: what is left of it.</summary>
    public ServiceTime? Background => CpuSeconds > Seconds ? new ConstantTime(CpuSeconds - Seconds) : null;

    public ServiceTime OfStage(DesignedStage stage) => Varied(_measured.OfStage(stage.Items).Milliseconds / 1000);

    private ServiceTime Varied(double seconds)
    {
        ConstantTime mean = new(seconds);
        return _measured.Variation.Count == 0 ? mean : new VariedTime(mean, _measured.Variation);
    }
}
