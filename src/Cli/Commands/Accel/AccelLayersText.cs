using RecPipe.Accelerator.Arrays;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>Layer reports as a table for people and as the three CSV files a SCALE-Sim run leaves.</summary>
internal static class AccelLayersText
{
    public static void Print(ArrayReport report)
    {
        Table table = new(
            new("layer", IsNumber: false), new("in"), new("out"), new("cycles"), new("published formula / cycles"), new("mapped (%)"), new("MACs (%)"),
            new("SRAM reads (words)"), new("SRAM writes (words)"), new("DRAM reads (words)"), new("DRAM writes (words)"));
        foreach (LayerReport layer in report.Layers.Append(report.Total))
        {
            ArrayTraffic traffic = layer.Traffic;
            table.Add(
                layer.Name, Invariant($"{layer.Shape?.Inputs}"), Invariant($"{layer.Shape?.Outputs}"), Invariant($"{layer.Cycles}"),
                Invariant($"{(double)layer.AnalyticalCycles / layer.Cycles:0.000}"), Invariant($"{100 * layer.MappingUtilisation:0.0}"), Invariant($"{100 * layer.MacEfficiency:0.0}"),
                Invariant($"{traffic.IfmapReads + traffic.FilterReads + traffic.PartialSumReads}"), Invariant($"{traffic.OfmapWrites}"),
                Invariant($"{traffic.DramIfmapReads + traffic.DramFilterReads + traffic.DramPartialSumReads}"), Invariant($"{traffic.DramOfmapWrites}"));
        }
        ArraySetup setup = report.Setup;
        Console.WriteLine(Invariant($"{report.Model}: {setup.Batch} items, {setup.Side} x {setup.Side} array, {setup.Dataflow switch { Dataflow.WeightStationary => "weight", Dataflow.OutputStationary => "output", _ => "input" }} stationary; words of {setup.Memory.WordBytes} bytes\n\n{table.ToText()}"));
    }

    /// <summary>Writes NAME_compute.csv, NAME_bandwidth.csv and NAME_access.csv.</summary>
    public static void WriteCsv(ArrayReport report, string folder)
    {
        OutputPath.Folder("--csv", folder);
        File.WriteAllText(Path.Combine(folder, report.Model + "_compute.csv"), Compute(report).ToCsv());
        File.WriteAllText(Path.Combine(folder, report.Model + "_bandwidth.csv"), Bandwidth(report).ToCsv());
        File.WriteAllText(Path.Combine(folder, report.Model + "_access.csv"), Access(report).ToCsv());
    }

    private static Table Compute(ArrayReport report)
    {
        Table table = new(new("layer"), new("cycles"), new("mapping_utilisation_percent"), new("mac_efficiency_percent"), new("analytical_cycles"));
        foreach (LayerReport layer in report.Layers)
            table.Add(layer.Name, Invariant($"{layer.Cycles}"), Invariant($"{100 * layer.MappingUtilisation}"), Invariant($"{100 * layer.MacEfficiency}"), Invariant($"{layer.AnalyticalCycles}"));
        return table;
    }

    private static Table Bandwidth(ArrayReport report)
    {
        int bytes = report.Setup.Memory.WordBytes;
        Table table = new(
            new("layer"), new("dram_ifmap_bytes_per_cycle"), new("dram_filter_bytes_per_cycle"), new("dram_ofmap_bytes_per_cycle"),
            new("sram_read_bytes_per_cycle"), new("sram_write_bytes_per_cycle"));
        foreach (LayerReport layer in report.Layers)
        {
            table.Add(
                layer.Name, Invariant($"{bytes * layer.DramIfmapBandwidth}"), Invariant($"{bytes * layer.DramFilterBandwidth}"), Invariant($"{bytes * layer.DramOfmapBandwidth}"),
                Invariant($"{bytes * layer.SramReadBandwidth}"), Invariant($"{bytes * layer.SramWriteBandwidth}"));
        }
        return table;
    }

    private static Table Access(ArrayReport report)
    {
        Table table = new(
            new("layer"), new("sram_ifmap_reads_words"), new("sram_filter_reads_words"), new("sram_ofmap_writes_words"), new("sram_partial_sum_reads_words"),
            new("dram_ifmap_reads_words"), new("dram_filter_reads_words"), new("dram_ofmap_writes_words"), new("dram_partial_sum_reads_words"));
        foreach (LayerReport layer in report.Layers)
        {
            ArrayTraffic traffic = layer.Traffic;
            table.Add(
                layer.Name, Invariant($"{traffic.IfmapReads}"), Invariant($"{traffic.FilterReads}"), Invariant($"{traffic.OfmapWrites}"), Invariant($"{traffic.PartialSumReads}"),
                Invariant($"{traffic.DramIfmapReads}"), Invariant($"{traffic.DramFilterReads}"), Invariant($"{traffic.DramOfmapWrites}"), Invariant($"{traffic.DramPartialSumReads}"));
        }
        return table;
    }
}
