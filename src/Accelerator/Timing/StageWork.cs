namespace RecPipe.Accelerator.Timing;

/// <summary>What one stage of one query asks of a device.</summary>
/// <param name="Items">Candidates, at least 1.</param>
/// <param name="TopN">Survivors sent back, at least 0; the published pipeline always says 0.</param>
public readonly record struct StageWork(int Items, int TopN)
{
    /// <summary>What the published model uses whatever the model, the cache and the data set.</summary>
    public const double PublishedHitRate = 0.5;

    /// <summary>Most items the host sorts: the published times end there.</summary>
    public const int MostHostSorted = 4096;

    public SortPlace Sort { get; init; } = SortPlace.Device;

    /// <summary>Share of embedding rows found on chip, in [0, 1].</summary>
    public double HitRate { get; init; } = PublishedHitRate;

    /// <summary>Share of all embedding rows that come from flash, in [0, 1].</summary>
    public double FlashRate { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Items, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(TopN);
        ThrowUnlessShare(HitRate, nameof(HitRate));
        ThrowUnlessShare(FlashRate, nameof(FlashRate));
    }

    private static void ThrowUnlessShare(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "A share is between 0 and 1.");
    }
}
