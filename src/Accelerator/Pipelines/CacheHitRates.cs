namespace RecPipe.Accelerator.Pipelines;

/// <summary>Shares of a stage's embedding rows found on chip, in [0, 1], by what the memory holds.</summary>
/// <param name="Recent">The most recently used rows (LRU).</param>
/// <param name="Frequent">The rows that were most frequent before.</param>
/// <param name="Waiting">Rows chosen knowing what the waiting candidates need.</param>
/// <param name="FrequentAndWaiting">Half of the memory each.</param>
public readonly record struct CacheHitRates(double Recent, double Frequent, double Waiting, double FrequentAndWaiting)
{
    /// <summary>The one a device with these features has.</summary>
    public double Of(DeviceFeatures features) => (features & (DeviceFeatures.StaticCache | DeviceFeatures.LookAheadCache)) switch
    {
        DeviceFeatures.StaticCache => Frequent,
        DeviceFeatures.LookAheadCache => Waiting,
        DeviceFeatures.None => Recent,
        _ => FrequentAndWaiting,
    };
}
