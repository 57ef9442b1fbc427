namespace RecPipe.Accelerator.Hardware;

/// <summary>The fields of an "rpaccel" file: their ranges, and what must hold between them.</summary>
internal static class RpAccelFields
{
    private const int LargestArray = 4096;
    private const long MostSramBytes = 1L << 40;
    private const double LeastBandwidth = 1e-3;
    private const double MostBandwidth = 1e6;
    private const double MostCapacity = 1e6;
    private const double MostLatencyNs = 1e9;

    public static RpAccel Read(FieldReader fields)
    {
        RpAccel accel = new()
        {
            Name = fields.Text("name"),
            Provenance = fields.OptionalText("provenance"),
            FrequencyHz = fields.Number("frequencyHz", 1e6, 1e11, "The core clock in Hz, for example 125e6."),
            ArraySize = (int)fields.Whole("arraySize", 1, LargestArray, "Multiply-accumulate units a side, for example 128."),
            ArrayBlockSize = (int)fields.Whole("arrayBlockSize", 1, LargestArray, "Side of the blocks the array is built of, for example 32."),
            WeightSramBytes = fields.Whole("weightSramBytes", 1, MostSramBytes, "Bytes, for example 1000000."),
            EmbeddingSramBytes = fields.Whole("embeddingSramBytes", 1, MostSramBytes, "Bytes, for example 1000000."),
            SramBytesPerCycle = fields.Number("sramBytesPerCycle", LeastBandwidth, MostBandwidth, "Bytes a core cycle, for example 320."),
            DramBandwidthGiBps = Bandwidth(fields, "dramBandwidthGiBps"),
            DramLatencyNs = Latency(fields, "dramLatencyNs"),
            DramBurstBytes = (int)fields.Whole("dramBurstBytes", 1, 1 << 20, "Bytes one read moves at least, for example 64."),
            DramCapacityGiB = Capacity(fields, "dramCapacityGiB"),
            FlashBandwidthGiBps = Bandwidth(fields, "flashBandwidthGiBps"),
            FlashLatencyNs = Latency(fields, "flashLatencyNs"),
            FlashCapacityGiB = Capacity(fields, "flashCapacityGiB"),
            PcieBandwidthGiBps = Bandwidth(fields, "pcieBandwidthGiBps"),
            PcieLatencyNs = Latency(fields, "pcieLatencyNs"),
            FilterItemsPerCycle = fields.Number("filterItemsPerCycle", LeastBandwidth, MostBandwidth, "Scores a core cycle, for example 16."),
            Artefact = fields.Section("artefact") is { } artefact ? ReadArtefact(artefact) : null,
        };
        fields.RefuseOthers();
        if (fields.IsRight)
            CheckTogether(fields, accel);
        return accel;
    }

    private static Artefact ReadArtefact(FieldReader fields)
    {
        Artefact artefact = new()
        {
            DramLatencyCycles = fields.Number("dramLatencyCycles", 0, 1e9, "Core cycles, for example 100."),
            DramBandwidthGiBps = Bandwidth(fields, "dramBandwidthGiBps"),
            FlashLatencyCycles = fields.Number("flashLatencyCycles", 0, 1e9, "Core cycles, for example 20000."),
            WeightSramBytes = fields.Whole("weightSramBytes", 1, MostSramBytes, "Bytes, for example 1000000."),
            SramBytesPerCycle = fields.Number("sramBytesPerCycle", LeastBandwidth, MostBandwidth, "Bytes a core cycle, for example 64."),
        };
        fields.RefuseOthers();
        return artefact;
    }

    private static void CheckTogether(FieldReader fields, RpAccel accel)
    {
        if (accel.ArraySize % accel.ArrayBlockSize != 0)
            fields.Refuse("arrayBlockSize", $"An array of {accel.ArraySize} is not made of blocks of {accel.ArrayBlockSize}.", "The array size is a whole multiple of the block size.");
        if (accel.EmbeddingSramBytes > accel.DramCapacityGiB * (1L << 30))
            fields.Refuse("embeddingSramBytes", $"{accel.EmbeddingSramBytes} bytes are more than the DRAM behind it holds.", "Lower it, or raise dramCapacityGiB.");
        if (accel.FlashLatencyNs < accel.DramLatencyNs)
            fields.Refuse("flashLatencyNs", "Flash would answer before DRAM.", "It is at least dramLatencyNs; both are in ns.");
        if (accel.FlashBandwidthGiBps > accel.DramBandwidthGiBps)
            fields.Refuse("flashBandwidthGiBps", "Flash would be faster than DRAM.", "It is at most dramBandwidthGiBps.");
    }

    private static double Bandwidth(FieldReader fields, string name) =>
        fields.Number(name, LeastBandwidth, MostBandwidth, "GiB a second (2^30 bytes), for example 32.");

    private static double Latency(FieldReader fields, string name) => fields.Number(name, 0, MostLatencyNs, "Nanoseconds, for example 100.");

    private static double Capacity(FieldReader fields, string name) => fields.Number(name, LeastBandwidth, MostCapacity, "GiB, for example 32.");
}
