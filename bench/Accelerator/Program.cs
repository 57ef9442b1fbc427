using RecPipe.Accelerator.Arrays;
using RecPipe.Accelerator.Shapes;
using RecPipe.Bench.Accelerator;
using RecPipe.Models.Families;
using RecPipe.Reporting;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

// usage: dotnet run -c Release --project bench/Accelerator      (see bench/README.md)
int side = 128, batch = 4096; // variables, so that nothing is worked out when it is compiled
ModelShape large = ModelShape.Of(DlrmConfig.Load(Path.Combine("configs", "models", "rm-large.json")));
LayerShape[] layers = [.. LayerShape.Between(large.BottomMlp), .. LayerShape.Between(large.TopMlp)];
ArraySize array = ArraySize.Square(side);

LayerRate formula = LayerRate.Measure(layers, layer => SystolicArray.AnalyticalCycles(side, layer, batch));
Table table = new(new("per layer", IsNumber: false), new("evaluations/s"), new("formula / this"), new("RM-large (us)"));
Add("published formula: cycles", formula);
foreach (Dataflow dataflow in Enum.GetValues<Dataflow>())
{
    Add($"{dataflow}: cycles", LayerRate.Measure(layers, layer => SystolicArray.Cycles(dataflow, side, layer, batch)));
    ArraySetup setup = new(dataflow, side, batch, ArrayMemory.RpAccel);
    Add($"{dataflow}: cycles, utilisation, traffic", LayerRate.Measure(layers, layer => LayerReport.Of("", layer, setup).Cycles));
}
string title = Invariant($"RM-large's {layers.Length} layers, {side} x {side}, {batch} items, one thread, best of {LayerRate.Rounds}; {MachineDescription.Current()}");
Console.WriteLine($"{title}\n\n{table.ToText()}");
File.WriteAllText(Path.Combine("bench", "results", "accelerator.md"), $"# bench/Accelerator\n\n{title}\n\n{table.ToMarkdown()}");

void Add(string way, LayerRate rate) => table.Add(
    way, Invariant($"{rate.PerSecond:0,0}"), Invariant($"{formula.PerSecond / rate.PerSecond:0.0}"), Invariant($"{1e6 * layers.Length / rate.PerSecond:0.000}"));
