using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Timing;

namespace RecPipe.Accelerator.Pipelines;

/// <summary>
/// Seconds of every resource a design's stages ask for, from the corrected timing model. Sub-arrays share the embedding memory and
/// its port by the bytes their stages gather; weights that do not stay on chip come with the rows of each sub-batch.
/// </summary>
internal static class DeviceCosts
{
    public static SubBatchCost[] Of(DeviceDesign design)
    {
        long weights = design.Stages.Sum(stage => stage.Model.WeightBytes);
        return [.. design.Stages.Select((stage, i) => Of(design, i, weights - stage.Model.WeightBytes))];
    }

    private static SubBatchCost Of(DeviceDesign design, int index, long otherWeights)
    {
        RpAccel device = design.Hardware;
        DesignStage stage = design.Stages[index];
        bool filters = design.Has(DeviceFeatures.TopKUnits);
        int items = CeilingDivide(stage.Items, design.SubBatches);
        int keep = CeilingDivide(stage.Keep, design.SubBatches);
        double seconds = device.NanosecondsPerCycle / 1e9;

        double share = design.Has(DeviceFeatures.SubArrays) ? GatheredBytes(stage) / design.Stages.Sum(GatheredBytes) : 1;
        CorrectedModel memory = new(device with { SramBytesPerCycle = device.SramBytesPerCycle * share }, Corrections.All, otherWeights);
        StageCycles cycles = memory.Cycles(stage.Model, new StageWork(items, keep)
        {
            HitRate = stage.HitRates.Of(design.Features),
            Sort = filters ? SortPlace.Device : SortPlace.Host,
        });
        (double bottom, double top) = Compute(design, stage, design.Blocks[index], items);
        bool enters = index == 0 || !filters, leaves = index == design.Stages.Count - 1 || !filters;
        double link = device.PcieLatencyNs / device.NanosecondsPerCycle;
        // Scores are filtered as they come; what is left to do after the last one is to hand the survivors over.
        double sort = filters ? keep / device.FilterItemsPerCycle : cycles.Sort;
        return new SubBatchCost(
            Input: enters ? (cycles.InputPcie - link) * seconds : 0,
            Gather: (cycles.EmbeddingDram + cycles.WeightLoad) * seconds,
            Cached: cycles.EmbeddingSram * seconds,
            Bottom: bottom * seconds,
            Top: top * seconds,
            Output: leaves ? (cycles.OutputPcie - link) * seconds : 0,
            Delay: ((enters ? link : 0) + (leaves ? link : 0) + sort) * seconds);
    }

    /// <summary>
    /// Cycles on a stage's blocks, its weights there: loads are the DRAM channel's. A device without sub-arrays has one array of all blocks. With them the blocks form equal squares,
    /// as large as is best for the model, which share the items: a model too narrow for a large array fills several small ones.
    /// </summary>
    private static (double Bottom, double Top) Compute(DeviceDesign design, DesignStage stage, int blocks, int items)
    {
        RpAccel device = design.Hardware;
        bool splits = design.Has(DeviceFeatures.SubArrays);
        (double Bottom, double Top) best = (double.PositiveInfinity, 0);
        for (int side = 1; side * side <= blocks; side++)
        {
            if (!splits && side * side != blocks)
                continue;
            int squares = blocks / (side * side);
            CorrectedModel square = new(device with { ArraySize = side * device.ArrayBlockSize, WeightSramBytes = stage.Model.WeightBytes }, Corrections.All);
            StageCycles cycles = square.Cycles(stage.Model, new StageWork(CeilingDivide(items, squares), 0));
            if (cycles.BottomMlp + cycles.Interaction + cycles.TopMlp < best.Bottom + best.Top)
                best = (cycles.BottomMlp, cycles.Interaction + cycles.TopMlp);
        }
        return stage.Model.BottomReadsEmbeddings ? (0, best.Bottom + best.Top) : best;
    }

    /// <summary>Blocks of the whole array.</summary>
    public static int Blocks(RpAccel device) => device.ArraySize / device.ArrayBlockSize * (device.ArraySize / device.ArrayBlockSize);

    private static double GatheredBytes(DesignStage stage) => (double)stage.Items * stage.Model.RowBytes;

    private static int CeilingDivide(int value, int by) => (value + by - 1) / by;
}
