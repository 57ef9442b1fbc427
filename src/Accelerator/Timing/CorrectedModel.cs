using RecPipe.Accelerator.Arrays;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Timing;

/// <summary>The timing model with any of the <see cref="Corrections"/>; without one it is <see cref="ParityModel"/> bit for bit.</summary>
public sealed class CorrectedModel : TimingModel
{
    private const Corrections Physical = Corrections.Latencies | Corrections.Sram | Corrections.DramBandwidth;
    private const double DenseBytes = 4;
    private const double IndexBytes = 4;
    private const double ResultBytes = 8;

    private readonly double _dram;
    private readonly double _dramLatency;
    private readonly double _flash;
    private readonly double _flashLatency;
    private readonly double _pcie;
    private readonly double _port;
    private readonly double _weightSram;
    private readonly long _otherWeights;

    /// <param name="hardware">The accelerator.</param>
    /// <param name="corrections">Those to make.</param>
    /// <param name="otherWeightBytes">Weights of other models kept on chip too.</param>
    /// <exception cref="ConfigException">A correction is left out whose published value the hardware file does not hold.</exception>
    public CorrectedModel(RpAccel hardware, Corrections corrections, long otherWeightBytes = 0)
        : base(hardware)
    {
        Corrections = corrections;
        if (hardware.Artefact is null && !corrections.HasFlag(Physical))
        {
            throw ParityModel.MissingArtefact(hardware, $"Leaving out {string.Join(", ", CorrectionNames.In(Physical & ~corrections))} needs the published artefact's values.",
                "leave these corrections on");
        }
        Artefact? published = hardware.Artefact;
        _dram = BytesPerNanosecond(Has(Corrections.DramBandwidth) ? hardware.DramBandwidthGiBps : published!.DramBandwidthGiBps);
        _flash = BytesPerNanosecond(hardware.FlashBandwidthGiBps);
        _pcie = BytesPerNanosecond(hardware.PcieBandwidthGiBps);
        _dramLatency = Has(Corrections.Latencies) ? hardware.DramLatencyNs / Period : published!.DramLatencyCycles;
        _flashLatency = Has(Corrections.Latencies) ? hardware.FlashLatencyNs / Period : published!.FlashLatencyCycles;
        _port = Has(Corrections.Sram) ? hardware.SramBytesPerCycle : published!.SramBytesPerCycle;
        _weightSram = Has(Corrections.Sram) ? hardware.WeightSramBytes : published!.WeightSramBytes;
        _otherWeights = otherWeightBytes;
    }

    public Corrections Corrections { get; }

    public override StageCycles Cycles(ModelShape model, in StageWork work)
    {
        work.ThrowIfInvalid();
        bool kept = KeepsWeights(model);
        double missRate = 1 - work.HitRate;
        double dram = Dram(model, work.Items, missRate);
        double bytes = RowBytes(model, 1) * work.Items;
        double sram = bytes * (1 - missRate) / _port;
        double flash = work.FlashRate > 0 && bytes > 0 ? _flashLatency + bytes * work.FlashRate / _flash / Period : 0;
        double embedding = Has(Corrections.CacheOverlap) ? Math.Max(Math.Max(flash, dram), sram) : Math.Max(flash, dram) + sram;
        MlpCycles bottom = Mlp(model.BottomMlp, work.Items, kept), top = Mlp(TopWidths(model), work.Items, kept);
        return new StageCycles
        {
            InputPcie = Input(model, work.Items),
            EmbeddingDram = dram,
            EmbeddingSram = sram,
            EmbeddingFlash = flash,
            Embedding = embedding,
            BottomMlp = bottom.Total,
            Overlapped = Has(Corrections.BottomOverlap) && !model.BottomReadsEmbeddings ? Overlap(embedding, bottom, dram) : 0,
            Interaction = Has(Corrections.Interaction) ? InteractionArray.Cycles(Hardware, model, LookupCount(model) + 1, work.Items) : 0,
            TopMlp = top.Total,
            WeightLoad = bottom.WeightLoad + top.WeightLoad,
            Sort = Sort(work),
            OutputPcie = Output(work.Sort == SortPlace.Device ? work.TopN : work.Items),
        };
    }

    public override LayerCycles Layer(LayerShape layer, int items)
    {
        double array = Has(Corrections.Array)
            ? SystolicArray.Cycles(Dataflow.WeightStationary, Hardware.ArraySize, layer, items)
            : SystolicArray.AnalyticalCycles(Hardware.ArraySize, layer, items);
        double load = Load(WeightBytes * layer.Macs);
        return new LayerCycles(load, array, Has(Corrections.WeightsOverlap) ? Math.Min(load, array) : 0);
    }

    public override IReadOnlyList<int> TopWidths(ModelShape model) => Has(Corrections.TopWidth) ? model.TopMlp : model.ConcatenatedTopMlp;

    public override bool KeepsWeights(ModelShape model) =>
        Has(Corrections.WeightsResident) && ModelWeights.Bytes(model, TopWidths(model)) + _otherWeights <= _weightSram;

    private double Load(double bytes)
    {
        double slices = Math.Ceiling(bytes / _weightSram);
        return Has(Corrections.WeightsExact)
            ? slices * _dramLatency + bytes / _dram / Period
            : slices * (_dramLatency + Math.Min(_weightSram, bytes) / _dram / Period);
    }

    private double Dram(ModelShape model, double items, double missRate)
    {
        double moved = RowBytes(model, Has(Corrections.Bursts) ? Hardware.DramBurstBytes : 1) * items;
        bool idle = Has(Corrections.Latencies) ? moved * missRate == 0 : moved == 0;
        return idle ? 0 : _dramLatency + moved * missRate / _dram / Period;
    }

    /// <summary>What gather and bottom MLP save by running together: the longer of them counts, or the DRAM that both use.</summary>
    private static double Overlap(double embedding, MlpCycles bottom, double dram) =>
        Math.Max(0, embedding + bottom.Total - Math.Max(Math.Max(embedding, bottom.Total), dram + bottom.WeightLoad));

    private double Input(ModelShape model, double items) => Has(Corrections.Pcie)
        ? Transfer(items * (DenseBytes * model.DenseFeatures + IndexBytes * LookupCount(model)))
        : PublishedCosts.InputPcie(items);

    private double Output(double results) => Has(Corrections.Pcie) ? Transfer(results * ResultBytes) : PublishedCosts.OutputPcie(results);

    private double Transfer(double bytes) => (Hardware.PcieLatencyNs + bytes / _pcie) / Period;

    private double Sort(in StageWork work)
    {
        if (work.Sort == SortPlace.Host)
            return PublishedCosts.HostSort(work.Items, Period);
        return Has(Corrections.SortUnits) ? work.Items / Hardware.FilterItemsPerCycle : PublishedCosts.DeviceSort(work.Items, Period);
    }

    private bool Has(Corrections correction) => (Corrections & correction) == correction;

    /// <summary>Bytes gathered an item, each row rounded up to whole bursts.</summary>
    private static double RowBytes(ModelShape model, int burst)
    {
        double bytes = 0;
        for (int i = 0; i < model.Lookups.Count; i++)
            bytes += (double)Tiles.Across(4 * model.Lookups[i].Width, burst) * burst * model.Lookups[i].Count;
        return bytes;
    }

    private static int LookupCount(ModelShape model)
    {
        int count = 0;
        for (int i = 0; i < model.Lookups.Count; i++)
            count += model.Lookups[i].Count;
        return count;
    }
}
