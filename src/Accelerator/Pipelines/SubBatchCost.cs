namespace RecPipe.Accelerator.Pipelines;

/// <summary>What one sub-batch of one stage asks of a device, in seconds of each resource.</summary>
/// <param name="Input">Host link: features in; 0 where the candidates are on the device already.</param>
/// <param name="Gather">DRAM channel: embedding rows the cache does not hold, and weights that do not stay on chip.</param>
/// <param name="Cached">Port of the cache: embedding rows it does hold, read while DRAM delivers the others.</param>
/// <param name="Bottom">The stage's array: bottom MLP, which needs no embeddings.</param>
/// <param name="Top">The stage's array: interaction and top MLP.</param>
/// <param name="Output">Host link: scores or survivors out; 0 where they stay on the device.</param>
/// <param name="Delay">What takes time but occupies nothing: latencies of the link, the filter's last survivors, the host's sort.</param>
internal readonly record struct SubBatchCost(
    double Input, double Gather, double Cached, double Bottom, double Top, double Output, double Delay)
{
    /// <summary>Seconds of the array when it waits for its rows.</summary>
    public double Held => Math.Max(Math.Max(Gather, Cached), Bottom) + Top;

    /// <summary>Seconds from the first byte in to the last one out when nothing else runs.</summary>
    public double Alone => Input + Held + Output + Delay;
}
