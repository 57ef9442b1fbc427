using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RecPipe.Accelerator.Physical;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Reporting.Tables;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>One timed stage as `accel time` prints it.</summary>
internal sealed record AccelTimeReport
{
    /// <summary>Names as the tables of the published artefact have them; numbers in their shortest form that reads back the same.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    };

    public required string Hardware { get; init; }

    public required string Model { get; init; }

    public required int Items { get; init; }

    public required int TopN { get; init; }

    public required TimingMode Mode { get; init; }

    public required IReadOnlyList<string> Corrections { get; init; }

    public required SortPlace Sort { get; init; }

    public required double HitRate { get; init; }

    public required double FlashRate { get; init; }

    [JsonPropertyName("latency_s")]
    public required double LatencySeconds { get; init; }

    public required double TotalCycles { get; init; }

    public required double NsPerCycle { get; init; }

    /// <summary>Whether weights stay on chip from query to query.</summary>
    public required bool WeightsKept { get; init; }

    /// <summary>Of the chip; the published power of its parts over their busy time.</summary>
    [JsonPropertyName("energy_j")]
    public required double EnergyJoules { get; init; }

    public required StageCycles Cycles { get; init; }

    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    public required IReadOnlyList<LayerTimeReport> BottomLayers { get; init; }

    public required IReadOnlyList<LayerTimeReport> TopLayers { get; init; }

    public static AccelTimeReport Of(RpAccelTimes device, ModelShape model, int items, int topN, TimingOptions options)
    {
        StageWork work = options.Mode == TimingMode.Parity ? device.Work(items, topN) with { TopN = topN } : device.Work(items, topN);
        TimeBreakdown time = device.Model.Breakdown(model, work);
        return new AccelTimeReport
        {
            Hardware = device.Hardware,
            Model = model.Name,
            Items = items,
            TopN = topN,
            Mode = options.Mode,
            Corrections = options.Mode == TimingMode.Parity ? [] : CorrectionNames.In(options.Corrections),
            Sort = options.Sort,
            HitRate = options.HitRate,
            FlashRate = options.FlashRate,
            LatencySeconds = time.LatencySeconds,
            TotalCycles = time.Cycles.Total,
            NsPerCycle = time.NanosecondsPerCycle,
            WeightsKept = device.Model.KeepsWeights(model),
            EnergyJoules = StageEnergy.Of(device.Model.Hardware, time, options.Sort).TotalJoules,
            Cycles = time.Cycles,
            Seconds = Parts(time.Cycles).ToDictionary(part => part.Name, part => time.Seconds(part.Cycles)),
            BottomLayers = [.. time.BottomLayers.Select(LayerTimeReport.Of)],
            TopLayers = [.. time.TopLayers.Select(LayerTimeReport.Of)],
        };
    }

    public static Table Table(IReadOnlyList<AccelTimeReport> reports)
    {
        Table table = new([
            new("hardware", false), new("model", false), new("items"), new("top-n"), new("PCIe in (us)"), new("gather (us)"), new("bottom MLP (us)"),
            new("hidden by overlap (us)"), new("interaction (us)"), new("top MLP (us)"), new("sort (us)"), new("PCIe out (us)"), new("latency (ms)"), new("energy (mJ)"),
        ]);
        foreach (AccelTimeReport report in reports)
        {
            StageCycles cycles = report.Cycles;
            table.Add([
                report.Hardware, report.Model, Text(report.Items), Text(report.TopN), .. new[]
                {
                    cycles.InputPcie, cycles.Embedding, cycles.BottomMlp, 0 - cycles.Overlapped, cycles.Interaction, cycles.TopMlp, cycles.Sort, cycles.OutputPcie,
                }.Select(part => (part * report.NsPerCycle / 1e3).ToString("F2", CultureInfo.InvariantCulture)),
                (report.LatencySeconds * 1e3).ToString("F4", CultureInfo.InvariantCulture),
                (report.EnergyJoules * 1e3).ToString("F3", CultureInfo.InvariantCulture),
            ]);
        }
        return table;
    }

    private static IEnumerable<(string Name, double Cycles)> Parts(StageCycles cycles) =>
    [
        ("input_pcie", cycles.InputPcie),
        ("embedding_dram", cycles.EmbeddingDram),
        ("embedding_sram", cycles.EmbeddingSram),
        ("embedding_flash", cycles.EmbeddingFlash),
        ("embedding", cycles.Embedding),
        ("bottom_mlp", cycles.BottomMlp),
        ("overlapped", cycles.Overlapped),
        ("interaction", cycles.Interaction),
        ("top_mlp", cycles.TopMlp),
        ("sort", cycles.Sort),
        ("output_pcie", cycles.OutputPcie),
    ];

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
