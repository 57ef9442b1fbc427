namespace RecPipe.Figures.Calibration;

/// <summary>
/// What the published load generator adds to the gaps it draws, in milliseconds. It sleeps gaps above one millisecond and spins
/// through shorter ones, and while it spins the thread that hands queries on hardly runs: a query waits in the generator until that thread gets its turn,
/// at the latest at the next real sleep.
/// </summary>
public sealed record GeneratorCalibration
{
    /// <summary>Added to every gap.</summary>
    public required double PerQueryMs { get; init; }

    /// <summary>Added to every gap for each thousand candidates of a query.</summary>
    public required double PerThousandItemsMs { get; init; }

    /// <summary>Added to gaps that are slept: sleeps last longer than asked.</summary>
    public required double PerSleepMs { get; init; }

    /// <summary>How long a query is held back by a gap of one millisecond after it.</summary>
    public required double HeldMs { get; init; }

    /// <summary>Chance that at the end of that gap it still waits, for as long as the next query.</summary>
    public required double HeldOn { get; init; }

    /// <summary>Mean gap between queries, milliseconds.</summary>
    public double MeanGapMs(double intervalMs, int items) =>
        intervalMs + PerQueryMs + PerThousandItemsMs * items / 1000 + PerSleepMs * (1 - Math.Exp(-intervalMs) * (1 + intervalMs));
}
