namespace RecPipe.Accelerator.Pipelines;

/// <summary>
/// What one sub-batch of one stage asks of a device, in seconds of each resource. A query of n candidates in m sub-batches is
/// m times this, with n/m candidates each.
/// </summary>
/// <param name="Input">Host link: features in; 0 where the candidates are on the device already.</param>
/// <param name="Gather">DRAM channel: embedding rows the cache does not hold.</param>
/// <param name="Cached">Cache port: embedding rows it does hold, read while DRAM delivers the others.</param>
/// <param name="Bottom">The stage's array: bottom MLP, needs no embeddings.</param>
/// <param name="Top">The stage's array: interaction and top MLP.</param>
/// <param name="Filter">After the array: the top-k units' last scores, or 0 where the host filters.</param>
/// <param name="Output">Host link: scores or survivors out; 0 where they stay on the device.</param>
/// <param name="Host">The host sorting scores; 0 with top-k units.</param>
internal readonly record struct SubBatchCost(
    double Input, double Gather, double Cached, double Bottom, double Top, double Filter, double Output, double Host)
{
    /// <summary>Seconds from the first byte in to the last one out when nothing else runs.</summary>
    public double Alone => Input + Math.Max(Math.Max(Gather, Cached), Bottom) + Top + Filter + Output + Host;
}
