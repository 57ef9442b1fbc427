namespace RecPipe.Accelerator.Timing;

/// <summary>The time of one stage of one query, whole and in parts.</summary>
public sealed record TimeBreakdown
{
    public required StageCycles Cycles { get; init; }

    public required IReadOnlyList<LayerTime> BottomLayers { get; init; }

    public required IReadOnlyList<LayerTime> TopLayers { get; init; }

    /// <summary>Core clock period, ns.</summary>
    public required double NanosecondsPerCycle { get; init; }

    /// <summary>Seconds from query to answer on an idle device.</summary>
    public double LatencySeconds => Seconds(Cycles.Total);

    public double Seconds(double cycles) => cycles * NanosecondsPerCycle / 1e9;
}
