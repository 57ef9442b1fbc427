using RecPipe.Accelerator.Arrays;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Timing;

/// <summary>
/// The published artefact's timing model, bit for bit: double precision, every operation in its order, faults included.
/// With n items, width k, array A, period C (ns), DRAM b bytes/ns, SRAM port p bytes/cycle and M bytes of weight memory:
/// <code>
/// gather, E = 4 k rows n bytes, miss rate m:  100 + E m / b / C  +  E (1 - m) / p
/// layer i to o, W = 4 i o bytes:              ceil(W/M) (100 + min(M, W) / b / C)  +  (min(o,A) + min(i,A) + n) ceil(i/A) ceil(o/A)
/// PCIe:                                       1000 (5 + 12 n / 4096) in,  1000 (5 + 5 top / 4096) out
/// sort:                                       n / 16 / C
/// </code>
/// All is serial and added as written in <see cref="StageCycles.Total"/>; the interaction is a concatenation and free.
/// </summary>
public sealed class ParityModel : TimingModel
{
    private readonly Artefact _artefact;
    private readonly double _dram;
    private readonly double _flash;

    /// <exception cref="ConfigException">The hardware file has no values of the artefact.</exception>
    public ParityModel(RpAccel hardware)
        : base(hardware)
    {
        _artefact = hardware.Artefact ?? throw MissingArtefact(hardware, "Parity mode needs the published artefact's values.", "use corrected mode");
        _dram = BytesPerNanosecond(_artefact.DramBandwidthGiBps);
        _flash = BytesPerNanosecond(hardware.FlashBandwidthGiBps);
    }

    public override StageCycles Cycles(ModelShape model, in StageWork work)
    {
        work.ThrowIfInvalid();
        double items = work.Items;
        double bytes = RowBytes(model) * items;
        double missRate = 1 - work.HitRate;
        double dram = bytes == 0 ? 0 : _artefact.DramLatencyCycles + bytes * missRate / _dram / Period;
        double sram = bytes * (1 - missRate) / _artefact.SramBytesPerCycle;
        double flash = work.FlashRate > 0 ? _artefact.FlashLatencyCycles + bytes * work.FlashRate / _flash / Period : 0;
        bool onDevice = work.Sort == SortPlace.Device;
        MlpCycles bottom = Mlp(model.BottomMlp, work.Items, kept: false), top = Mlp(model.ConcatenatedTopMlp, work.Items, kept: false);
        return new StageCycles
        {
            InputPcie = PublishedCosts.InputPcie(items),
            EmbeddingDram = dram,
            EmbeddingSram = sram,
            EmbeddingFlash = flash,
            Embedding = Math.Max(flash, dram) + sram,
            BottomMlp = bottom.Total,
            Interaction = 0,
            TopMlp = top.Total,
            WeightLoad = bottom.WeightLoad + top.WeightLoad,
            Sort = onDevice ? PublishedCosts.DeviceSort(items, Period) : PublishedCosts.HostSort(work.Items, Period),
            OutputPcie = PublishedCosts.OutputPcie(onDevice ? work.TopN : items),
        };
    }

    public override LayerCycles Layer(LayerShape layer, int items)
    {
        double bytes = WeightBytes * layer.Macs;
        double slices = Math.Ceiling(bytes / _artefact.WeightSramBytes);
        double load = slices * (_artefact.DramLatencyCycles + Math.Min(_artefact.WeightSramBytes, bytes) / _dram / Period);
        return new LayerCycles(load, SystolicArray.AnalyticalCycles(Hardware.ArraySize, layer, items), 0);
    }

    public override IReadOnlyList<int> TopWidths(ModelShape model) => model.ConcatenatedTopMlp;

    public override bool KeepsWeights(ModelShape model) => false;

    internal static ConfigException MissingArtefact(RpAccel hardware, string problem, string alternative) => new(
        hardware.Name, "artefact", problem, $"Add an \"artefact\" block (configs/hardware/rpaccel-1.json has one), or {alternative}.");

    /// <summary>Bytes gathered an item.</summary>
    private static double RowBytes(ModelShape model)
    {
        double bytes = 0;
        for (int i = 0; i < model.Lookups.Count; i++)
            bytes += 4.0 * model.Lookups[i].Width * model.Lookups[i].Count;
        return bytes;
    }
}
