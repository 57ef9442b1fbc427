using RecPipe.Bench.E2E;

bool full = args.Contains("--full");
using Workbench bench = Workbench.Open(Path.Combine("artifacts", full ? "bench-full" : "bench-capped"), Path.Combine("configs", "models"), full ? null : 100_000);
int[][] queries = [.. Enumerable.Range(0, 32).Select(bench.Query)];
foreach ((string model, int items) in new[] { ("rm-small", 4096), ("rm-med", 4096), ("rm-large", 4096), ("rm-med", 512), ("rm-large", 512), ("rm-large", 128) })
{
    using BareStage stage = new(Path.Combine(bench.Models, model + ".onnx"), bench.Store, queries, items);
    for (int i = 0; i < 32; i++)
        stage.Run(i);
    double[] times = [.. Enumerable.Range(0, 128).Select(i => stage.Run(i).TotalMilliseconds).Order()];
    Console.WriteLine($"{model} {items} p50 {times[64]:0.00} min {times[0]:0.00}");
}
