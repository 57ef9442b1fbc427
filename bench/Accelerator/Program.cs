using RecPipe.Accelerator.Arrays;
using RecPipe.Accelerator.Shapes;
using RecPipe.Bench.Accelerator;
using RecPipe.Models.Families;
using RecPipe.Reporting;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

// usage: dotnet run -c Release --project bench/Accelerator      (see bench/README.md)
const int Side = 128;
const int Batch = 4096;
ModelShape large = ModelShape.Of(DlrmConfig.Load(Path.Combine("configs", "models", "rm-large.json")));
LayerShape[] layers = [.. LayerShape.Between(large.BottomMlp), .. LayerShape.Between(large.TopMlp)];
ArraySize array = ArraySize.Square(Side);

LayerRate formula = LayerRate.Measure(layers, layer => SystolicArray.AnalyticalCycles(Side, layer, Batch));
Table table = new(new("per layer", IsNumber: false), new("evaluations/s"), new("formula / this"), new("RM-large (us)"));
Add("published formula: cycles", formula);
foreach (Dataflow dataflow in Enum.GetValues<Dataflow>())
{
    Add($"{dataflow}: cycles", LayerRate.Measure(layers, layer => SystolicArray.Cycles(dataflow, Side, layer, Batch)));
    ArraySetup setup = new(dataflow, Side, Batch, ArrayMemory.RpAccel);
    Add($"{dataflow}: cycles, utilisation, traffic", LayerRate.Measure(layers, layer => LayerReport.Of("", layer, setup).Cycles));
}
string title = Invariant($"RM-large's {layers.Length} layers, {Side} x {Side}, {Batch} items, one thread, best of {LayerRate.Rounds}; {MachineDescription.Current()}");
Console.WriteLine($"{title}\n\n{table.ToText()}");
File.WriteAllText(Path.Combine("bench", "results", "accelerator.md"), $"# bench/Accelerator\n\n{title}\n\n{table.ToMarkdown()}");

void Add(string way, LayerRate rate) => table.Add(
    way, Invariant($"{rate.PerSecond:0,0}"), Invariant($"{formula.PerSecond / rate.PerSecond:0.0}"), Invariant($"{1e6 * layers.Length / rate.PerSecond:0.000}"));
