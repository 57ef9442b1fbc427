namespace RecPipe.Accelerator.Timing;

/// <summary>
/// What corrected mode puts right in the published timing model, one switch each; without any it is the published model bit for
/// bit. n is the number of items, C the clock period, A the array's side.
/// </summary>
[Flags]
public enum Corrections
{
    None = 0,

    /// <summary>
    /// A transfer takes latency + bytes / bandwidth of the link. In: 4 bytes a dense feature and 4 an index, 156 an item of a Criteo
    /// model; out: 8 a survivor (id and score). Published: 1000 (5 + 12 n / 4096) core cycles, which would grow with the clock
    /// period although the link does not know it.
    /// </summary>
    Pcie = 1 << 0,

    /// <summary>
    /// DRAM and flash answer after a latency in ns (100 and 20,000), and DRAM's is due only if something is read from it.
    /// Published: the same numbers taken as core cycles, eight times as long at 125 MHz.
    /// </summary>
    Latencies = 1 << 1,

    /// <summary>
    /// The filter takes n / 16 cycles. Published: those cycles once more divided by C. The host's sort is in ns as it is.
    /// </summary>
    SortUnits = 1 << 2,

    /// <summary>
    /// On-chip memory and its port shrink with the array's area, A² / 128², and the whole array's port is that of its banks: 80
    /// of 4 bytes a cycle in the published area figures, 320. Published: 1 MB for weights and 64 bytes a cycle for every array, so
    /// that 64 slices had 64 times the memory of the whole, and the whole had a cache slower than the DRAM behind it (8 and 34 GB/s).
    /// </summary>
    Sram = 1 << 3,

    /// <summary>DRAM bandwidth is the description's: 32 GiB/s / slices. Published: a quarter of that for the design of 64 slices.</summary>
    DramBandwidth = 1 << 4,

    /// <summary>
    /// The top MLP begins with what the network's interaction hands over, 351 + k for 27 vectors of k. Published: 27 k, a
    /// concatenation that the networks do not have.
    /// </summary>
    TopWidth = 1 << 5,

    /// <summary>
    /// The dot products of all pairs cost time on the array. V vectors of width k are multiplied with themselves, V V k
    /// multiply-accumulates, item by item on (A / s)² blocks of side s at once: a block holds p = max(1, min(s / k, s / V)) items, their
    /// vectors stationary, and streams V vectors while the next items' are shifted in, so
    /// ceil(n / (p (A/s)²)) · ceil(k/s) ceil(V/s) · max(V, p min(k, s)) + 2 s cycles. Published: free.
    /// Data movement to and from the blocks is not charged.
    /// </summary>
    Interaction = 1 << 6,

    /// <summary>
    /// Array cycles of a layer are those of a weight-stationary array walked cycle by cycle (closed forms of SCALE-Sim): weights are
    /// shifted in first, and narrow layers are packed side by side. Published: (min(o, A) + min(i, A) + n) a tile.
    /// </summary>
    Array = 1 << 7,

    /// <summary>Rows on chip are read while DRAM delivers the others: the longest counts. Published: one after the other.</summary>
    CacheOverlap = 1 << 8,

    /// <summary>
    /// Gather and bottom MLP run at the same time: the longer counts, and at least as long as both keep the DRAM busy. Published: one
    /// after the other.
    /// </summary>
    BottomOverlap = 1 << 9,

    /// <summary>
    /// A row that misses moves whole bursts of DRAM, ceil(4 k / 64) · 64 bytes: 64 for the 16 of a row of width 4. Published: 4 k
    /// bytes at full streaming bandwidth.
    /// </summary>
    Bursts = 1 << 10,

    /// <summary>
    /// Weights of a model that fits into the on-chip memory (together with those of other models kept there) stay from query to
    /// query: no loads. Published: all are loaded for every query.
    /// </summary>
    WeightsResident = 1 << 11,

    /// <summary>Weights are loaded while the array works on what came before: max(load, array). Published: load, then array.</summary>
    WeightsOverlap = 1 << 12,

    /// <summary>
    /// The last slice of a layer is as long as what is left of it. Published: every slice as long as the first, 2 MB for 1.5 MB.
    /// </summary>
    WeightsExact = 1 << 13,

    /// <summary>The survivors are sent to the host. Published: the pipeline always asks for none of them.</summary>
    TopN = 1 << 14,

    /// <summary>
    /// Stages on one device hand their survivors over on it: only the first pays the way in and only the last the way out.
    /// Published: every stage pays both.
    /// </summary>
    PcieOnce = 1 << 15,

    All = (1 << 16) - 1,
}
