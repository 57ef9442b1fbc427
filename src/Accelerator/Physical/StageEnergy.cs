using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Timing;

namespace RecPipe.Accelerator.Physical;

/// <summary>Energy of one stage of one query: the published power of the parts over the time the timing model keeps them busy.</summary>
public static class StageEnergy
{
    private const int PublishedSide = 128;

    /// <summary>
    /// The published power is taken to hold at the published model's clock: the one of its synthesis is not published. Energy an
    /// operation then does not depend on the clock.
    /// </summary>
    private const double PublishedHz = 125e6;

    /// <summary>Energy of the chip; DRAM, link and host are not counted.</summary>
    /// <param name="hardware">What the stage ran on; its activation memory, which the file does not name, is the published 4 MB scaled with the array's area.</param>
    /// <param name="time">Where its time went.</param>
    /// <param name="sort">Who filtered.</param>
    public static Energy Of(RpAccel hardware, TimeBreakdown time, SortPlace sort)
    {
        DesignSize published = new();
        AcceleratorDesign design = AcceleratorDesign.RpAccel(new DesignSize
        {
            ArraySide = hardware.ArraySize,
            WeightSramBytes = hardware.WeightSramBytes,
            EmbeddingSramBytes = hardware.EmbeddingSramBytes,
            ActivationSramBytes = Math.Max(1, published.ActivationSramBytes * hardware.ArraySize * hardware.ArraySize / (PublishedSide * PublishedSide)),
        });
        double layers = time.BottomLayers.Concat(time.TopLayers).Sum(layer => layer.Cycles.Array);
        double array = time.Seconds(layers + time.Cycles.Interaction);
        return EnergyModel.Of(design, new BusySeconds
        {
            Elapsed = time.LatencySeconds,
            Array = array,
            Simd = array,
            ActivationSram = array,
            WeightSram = time.Seconds(layers),
            EmbeddingSram = time.Seconds(time.Cycles.EmbeddingSram),
            Filters = sort == SortPlace.Device ? time.Seconds(time.Cycles.Sort) : 0,
        }, clockRatio: hardware.FrequencyHz / PublishedHz);
    }
}
