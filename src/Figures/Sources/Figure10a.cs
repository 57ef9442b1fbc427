using RecPipe.Accelerator.Arrays;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Pipelines;
using RecPipe.Accelerator.Shapes;
using RecPipe.Figures.Ablations;
using RecPipe.Figures.Published;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Figures.Sources;

/// <summary>Figure 10a: why a large array is split (small models leave it idle), and what each feature of the accelerator brings.</summary>
/// <param name="pipelines">Names of shipped pipelines whose features are taken apart; the first is what the others are compared with.</param>
internal sealed class Figure10a(params IReadOnlyList<string> pipelines) : IFigureSource
{
    /// <summary>Of 4096 candidates each; the hit rates of the caches are measured on them.</summary>
    private const int Queries = 16, Candidates = 4096;

    private static readonly string[] s_models = ["rm-small", "rm-med", "rm-large"];

    public string Number => "10a";

    public string Title => "how much of the array models use, and what each feature of RPAccel brings";

    public Figure Build(FigureContext context, CancellationToken cancellationToken = default)
    {
        bool parity = context.Mode == FigureMode.Parity;
        Dictionary<string, ModelShape> models = s_models.ToDictionary(name => name, name => ModelShape.Of(DlrmConfig.Load(context.Config("models", name))));
        ArrayRow[] rows = [.. PublishedFigure.Load("10a").Rows.Select(row => new ArrayRow(row["model"], (int)row.Number("batch"), (int)row.Number("side"), row, Report(models[row["model"]], row, parity)))];
        PipelineAblation[] ablations = Ablate(context, cancellationToken);
        return new()
        {
            Number = Number,
            Title = Title,
            Mode = context.Mode,
            Values =
            [
                .. rows.SelectMany(row => new ComparedValue[]
                {
                    new(row.Model, row.Place, "cycles", row.Ours.Total.Cycles, row.Published.Number("cycles")),
                    new(row.Model, row.Place, "multiply-accumulates used (%)", 100 * row.Ours.Total.MacEfficiency, row.Published.Number("macsPercent")),
                }),
            ],
            Tables =
            [
                new("arrays", "One array against as many small ones as fit its area, 4096 candidates", Arrays(rows)),
                new("features", "What each feature brings: time of a query on an idle device, and the most queries a second", Features(ablations)),
            ],
            Charts = [Usage(rows), Latencies(ablations)],
            Remarks =
            [
                "The artefact ships no values of this figure and no script for it; what it ships is the simulator, SCALE-Sim. Published here are that simulator's cycles for the artefact's own networks; ours are closed forms, equal to it in all " + Invariant($"{rows.Length} cases") + (parity ? "." : " when the top layers are as wide as the artefact simulates them."),
                "The artefact simulates top layers as if vectors were concatenated (27 times the width), while the networks take dot products" + (parity ? "; that is kept here. With the true widths (351 and the embedding width) RM-small has three times the inputs at the top and RM-large less than half." : ". Corrected: the true widths (351 and the embedding width), so RM-small's cycles are above the published ones and RM-large's below. Small models look the more wasteful for it than they are."),
                "The paper's bars for each feature cannot be compared: neither their values nor their baseline are in the artefact, whose timing model has none of sub-batches, look-ahead caches or unequal shares. The feature table is our corrected model's; each pipeline's first row is the published model on the published design.",
            ],
        };
    }

    private static ArrayReport Report(ModelShape model, PublishedRow row, bool concatenated) =>
        ArrayReport.Of(model, new(Dataflow.WeightStationary, (int)row.Number("side"), (long)row.Number("batch"), ArrayMemory.RpAccel), concatenated);

    private PipelineAblation[] Ablate(FigureContext context, CancellationToken cancellationToken)
    {
        RpAccel device = HardwareFile.LoadRpAccel(context.Config("hardware", "rpaccel-1"), Overrides.Parse([]));
        PipelineTraces traces = new(Queries, Candidates, context.Seed);
        return
        [
            .. pipelines.Select((name, i) => PipelineAblation.Run(
                ConfigFile.Load<PipelineConfig>(context.Config("pipelines", name)), model => context.Config("models", model), device, Candidates, traces,
                new Progress<double>(share => context.Progress?.Report((i + share) / pipelines.Count)), cancellationToken)),
        ];
    }

    private static Table Arrays(ArrayRow[] rows)
    {
        Table table = new(new("model", false), new("array"), new("arrays of the same area"), new("cycles"), new("mapped (%)"), new("multiply-accumulates used (%)"), new("candidates a cycle, all arrays"));
        foreach (ArrayRow row in rows.Where(row => row.Batch == Candidates))
        {
            int arrays = 128 / row.Side * (128 / row.Side);
            table.Add(row.Model, Invariant($"{row.Side} x {row.Side}"), Invariant($"{arrays}"), Invariant($"{row.Ours.Total.Cycles}"), Invariant($"{100 * row.Ours.Total.MappingUtilisation:0.0}"),
                Invariant($"{100 * row.Ours.Total.MacEfficiency:0.0}"), Invariant($"{(double)arrays * row.Batch / row.Ours.Total.Cycles:0.000}"));
        }
        return table;
    }

    private static Table Features(PipelineAblation[] ablations)
    {
        FeatureStep plain = ablations[0].Features[0];
        Table table = new(new("pipeline", false), new("features", false), new("latency (ms)"), new("x one stage without"), new("max (queries/s)"), new("x one stage without"));
        foreach (PipelineAblation ablation in ablations)
        {
            table.Add(ablation.Pipeline, "published model and design", Invariant($"{ablation.Published.LatencySeconds * 1e3:0.000}"), Invariant($"{ablations[0].Published.LatencySeconds / ablation.Published.LatencySeconds:0.00}"),
                Invariant($"{ablation.Published.MaxThroughput:0}"), Invariant($"{ablation.Published.MaxThroughput / ablations[0].Published.MaxThroughput:0.00}"));
            foreach (FeatureStep step in ablation.Features)
            {
                table.Add(ablation.Pipeline, step.Name, Invariant($"{step.Fastest.LatencySeconds * 1e3:0.000}"), Invariant($"{plain.Fastest.LatencySeconds / step.Fastest.LatencySeconds:0.00}"),
                    Invariant($"{step.Busiest.MaxThroughput:0}"), Invariant($"{step.Busiest.MaxThroughput / plain.Busiest.MaxThroughput:0.00}"));
            }
        }
        return table;
    }

    private static FigureChart Usage(ArrayRow[] rows) => new("arrays", new Chart(
        "Multiply-accumulates used, 4096 candidates",
        new Axis("Side of the array", "", AxisScale.Logarithmic),
        new Axis("Used", "%") { Min = 0, Max = 100 },
        [.. rows.Where(row => row.Batch == Candidates).GroupBy(row => row.Model).Select(group => new Series(group.Key, [.. group.OrderBy(row => row.Side).Select(row => new ChartPoint(row.Side, 100 * row.Ours.Total.MacEfficiency))]))]));

    private static FigureChart Latencies(PipelineAblation[] ablations)
    {
        FeatureStep[] added = [.. ablations[0].Features.TakeWhile((step, i) => i == 0 || step.Name.StartsWith('+'))];
        return new("features", new Chart(
            "Time of a query on an idle device as features are added",
            new Axis("Features") { Ticks = [.. added.Select((step, i) => new Tick(i, step.Name))], Min = -0.5, Max = added.Length - 0.5 },
            new Axis("Latency", "ms"),
            [.. ablations.Select(ablation => new Series(ablation.Pipeline, [.. ablation.Features.Take(added.Length).Select((step, i) => new ChartPoint(i, step.Fastest.LatencySeconds * 1e3, step.Name))]))]));
    }

    /// <summary>A model on an array.</summary>
    private sealed record ArrayRow(string Model, int Batch, int Side, PublishedRow Published, ArrayReport Ours)
    {
        public string Place => Invariant($"{Side} x {Side}, {Batch} candidates");
    }
}
