using System.CommandLine;
using System.Text.Json;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Pipelines;
using RecPipe.Accelerator.Timing;
using RecPipe.Figures.Ablations;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>`recpipe accel ablation`: what each correction of the timing model and each feature of the device brings.</summary>
internal sealed class AccelAblationCommand
{
    private const int Queries = 48;
    private const double TailQuantile = 0.95;

    private readonly Option<string[]> _pipelines = new("--pipeline") { Description = "Pipeline file, or the name of a shipped one; several at once. The first is what the others are compared with.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["one-stage", "two-stage", "three-stage"] };
    private readonly Option<string> _hardware = new("--hardware") { Description = "The whole device: hardware file, or the name of a shipped one.", DefaultValueFactory = _ => "rpaccel-1" };
    private readonly Option<int> _candidates = new("--items") { Description = "Candidates a query.", DefaultValueFactory = _ => 4096 };
    private readonly Option<double> _load = new("--load") { Description = "Load at which tails are compared, as a share of the first pipeline's maximum throughput without features.", DefaultValueFactory = _ => 0.8 };
    private readonly Option<string[]> _set = new("--set") { Description = "What-if value of a number in the device's file, by its JSON path: embeddingSramBytes=16777216; may be repeated.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Of the candidates and the arrivals.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON; times in seconds, throughput in queries/s." };

    public static Command Create()
    {
        AccelAblationCommand options = new();
        Command command = new("ablation", "What each correction of the timing model and each feature of the device brings one-, two- and three-stage pipelines.")
        {
            options._pipelines, options._hardware, options._candidates, options._load, options._set, options._seed, options._json,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => options.Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private void Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        int candidates = parsed.GetValue(_candidates);
        double load = parsed.GetValue(_load);
        if (candidates is < 1 or > StageWork.MostHostSorted)
            throw new ConfigException("accel ablation", "--items", $"{candidates} candidates.", $"Give 1 to {StageWork.MostHostSorted}: without top-k units the host sorts, and nobody has measured how long it takes for more.");
        if (!(load > 0 && load < 1))
            throw new ConfigException("accel ablation", "--load", Invariant($"A share of {load}."), "Give a number between 0 and 1.");
        RpAccel device = HardwareFile.LoadRpAccel(
            ShippedConfigs.Resolve(ShippedConfigs.Hardware, parsed.GetRequiredValue(_hardware)), Overrides.Parse(parsed.GetValue(_set) ?? []));
        PipelineConfig[] pipelines = [.. parsed.GetRequiredValue(_pipelines).Select(name => ConfigFile.Load<PipelineConfig>(ShippedConfigs.Resolve(ShippedConfigs.Pipelines, name)))];
        CheckDevice(device, parsed.GetRequiredValue(_hardware), pipelines.Max(pipeline => pipeline.Stages.Count));
        PipelineAblation[] ablations = Terminal.WithProgress("Taking apart", progress =>
        {
            PipelineTraces traces = new(Queries, candidates, parsed.GetValue(_seed));
            return pipelines.Select((pipeline, i) =>
            {
                Progress<double> part = new(share => progress.Report((i + share) / pipelines.Length));
                return PipelineAblation.Run(pipeline, name => ShippedConfigs.Resolve(ShippedConfigs.Models, name), device, candidates, traces, part, cancellationToken);
            }).ToArray();
        });
        double rate = load * ablations[0].Features[0].Busiest.MaxThroughput;
        double Tail(FeatureStep step) => step.Tail(rate, TailQuantile, parsed.GetValue(_seed), cancellationToken);
        if (parsed.GetValue(_json))
            Console.WriteLine(Json(ablations, rate, Tail));
        else
            Print(device, ablations, rate, Tail);
    }

    private static void CheckDevice(RpAccel device, string name, int stages)
    {
        if (device.Artefact is null)
            throw new ConfigException(name, "artefact", "It is missing.", "Corrections are measured against the published model, which needs it; copy it from rpaccel-1.json.");
        if (device.ArraySize % 2 != 0)
            throw new ConfigException(name, "arraySize", $"A quarter of {device.ArraySize} x {device.ArraySize} is no square array.", "The published design gives stages quarters of the device; give an even size.");
        int across = device.ArraySize / device.ArrayBlockSize;
        if (across * across < stages)
            throw new ConfigException(name, "arrayBlockSize", $"An array of {across * across} blocks has no part for each of {stages} stages.", "Give a smaller block size, or a device with more blocks.");
    }

    private static void Print(RpAccel device, PipelineAblation[] ablations, double rate, Func<FeatureStep, double> tail)
    {
        Console.WriteLine(Invariant($"Device: {device.Name}, array {device.ArraySize} x {device.ArraySize} in blocks of {device.ArrayBlockSize}, {device.FrequencyHz / 1e6:0.###} MHz, {device.DramBandwidthGiBps:0.###} GiB/s DRAM."));
        Console.WriteLine();
        Console.WriteLine("Corrections of the timing model: time of a query on idle hardware, one stage on the whole device, several on a quarter of it each, as published.");
        Console.WriteLine("only: the published model with this correction (% of parity); all but: the corrected model without it (% of corrected). Half of the rows are on chip.");
        Console.WriteLine();
        Console.WriteLine(CorrectionTable(ablations).ToText());
        Console.WriteLine("Features of the device, in corrected times, whole device. + adds to the row above. Each row has two layouts: the one with the lowest latency and the");
        Console.WriteLine("one with the highest throughput, with the blocks of each stage and the sub-batches; p95 is of the better of the two. Without top-k units the host");
        Console.WriteLine("sorts, in the published 0.03, 0.07 or 0.35 ms (below 512, up to 1024, up to 4096 scores).");
        Console.WriteLine();
        FeatureStep first = ablations[0].Features[0];
        double firstTail = tail(first);
        foreach (PipelineAblation ablation in ablations)
        {
            Console.WriteLine(Invariant($"{ablation.Pipeline}: p95 at {rate:F0} queries/s; x against {ablations[0].Pipeline} without features."));
            foreach (DesignStage stage in ablation.Stages)
                Console.WriteLine(Invariant($"  {stage.Model.Name}, {stage.Items} candidates: rows found on chip {stage.HitRates.Recent:P1} (most recent), {stage.HitRates.Frequent:P1} (most frequent), {stage.HitRates.Waiting:P1} (look-ahead), {stage.HitRates.FrequentAndWaiting:P1} (half most frequent, half look-ahead)"));
            PublishedDesign published = ablation.Published, plain = ablations[0].Published;
            Console.WriteLine(Invariant($"  published model, published design: {published.LatencySeconds * 1e3:F3} ms ({plain.LatencySeconds / published.LatencySeconds:F2} x), {published.MaxThroughput:F0} queries/s ({published.MaxThroughput / plain.MaxThroughput:F2} x), against {ablations[0].Pipeline} in the published model"));
            Console.WriteLine();
            Table table = new([
                new("features", false), new("latency (ms)"), new("x"), new("fastest layout"), new("max (queries/s)"), new("x"), new("busiest layout"), new("p95 (ms)"), new("x"),
            ]);
            foreach (FeatureStep step in ablation.Features)
            {
                double p95 = tail(step);
                table.Add([
                    step.Name,
                    Invariant($"{step.Fastest.LatencySeconds * 1e3:F3}"), Invariant($"{first.Fastest.LatencySeconds / step.Fastest.LatencySeconds:F2}"), Layout(step.Fastest),
                    Invariant($"{step.Busiest.MaxThroughput:F0}"), Invariant($"{step.Busiest.MaxThroughput / first.Busiest.MaxThroughput:F2}"), Layout(step.Busiest),
                    double.IsFinite(p95) ? Invariant($"{p95 * 1e3:F3}") : "unstable", Invariant($"{firstTail / p95:F2}"),
                ]);
            }
            Console.WriteLine(table.ToText());
        }
    }

    private static string Layout(DevicePerformance performance)
    {
        DeviceDesign design = performance.Design;
        string blocks = design.Has(DeviceFeatures.SubArrays) ? string.Join('+', design.Blocks) : Invariant($"{design.Blocks[0]} in turn");
        return Invariant($"{blocks}, {design.SubBatches} part{(design.SubBatches == 1 ? "" : "s")}");
    }

    private static Table CorrectionTable(PipelineAblation[] ablations)
    {
        Table table = new([new("correction", false), .. ablations.SelectMany(ablation => new Column[] { new($"{ablation.Pipeline}: only (ms)"), new("%"), new("all but (ms)"), new("%") })]);
        for (int row = 0; row < ablations[0].Corrections.Count; row++)
        {
            bool end = row == 0 || row == ablations[0].Corrections.Count - 1;
            table.Add([
                ablations[0].Corrections[row].Name,
                .. ablations.SelectMany(ablation =>
                {
                    CorrectionStep step = ablation.Corrections[row];
                    double published = ablation.Corrections[0].Only, corrected = ablation.Corrections[0].Without;
                    return new[]
                    {
                        Invariant($"{step.Only * 1e3:F3}"), Invariant($"{(step.Only / published - 1) * 100:+0.0;-0.0;0.0}"),
                        end ? "" : Invariant($"{step.Without * 1e3:F3}"), end ? "" : Invariant($"{(step.Without / corrected - 1) * 100:+0.0;-0.0;0.0}"),
                    };
                }),
            ]);
        }
        return table;
    }

    private static string Json(PipelineAblation[] ablations, double rate, Func<FeatureStep, double> tail) => JsonSerializer.Serialize(
        new
        {
            TailLoad = rate,
            Pipelines = ablations.Select(ablation => new
            {
                ablation.Pipeline,
                ablation.Corrections,
                ablation.Published,
                Stages = ablation.Stages.Select(stage => new { Model = stage.Model.Name, stage.Items, stage.Keep, stage.HitRates }),
                Features = ablation.Features.Select(step => new
                {
                    step.Name,
                    Fastest = Numbers(step.Fastest),
                    Busiest = Numbers(step.Busiest),
                    P95Seconds = double.IsFinite(tail(step)) ? tail(step) : (double?)null,
                }),
            }),
        },
        ConfigFile.Json);

    private static object Numbers(DevicePerformance performance) =>
        new { performance.LatencySeconds, performance.MaxThroughput, performance.Design.Blocks, performance.Design.SubBatches };
}
