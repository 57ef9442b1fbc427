using RecPipe.Bench.Emulator;
using RecPipe.Reporting;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

// usage: dotnet run -c Release --project bench/Emulator -- [--seconds N] [--candidates N] [--keep N]      (see bench/README.md)
const double Rate = 500;
double seconds = Argument("--seconds", 30);
int candidates = (int)Argument("--candidates", 512), keep = (int)Argument("--keep", 64);

Inputs inputs = Inputs.Open(Path.Combine("artifacts", "bench-emulator"), candidates);
Experiment experiment = new(inputs, Rate, seconds, keep);
Table errors = new(
    new("load", IsNumber: false), new("way", IsNumber: false), new("answers"), new("error p50 (us)"), new("p99"), new("max"),
    new("bare timer p50 (us)"), new("p99"), new("max"),
    new("at the caller p50 (us)"), new("p99"));
Table sojourns = new(
    new("load", IsNumber: false), new("way", IsNumber: false), new("p95 at the emulator (us)"), new("virtual, same arrivals"), new("off (%)"),
    new("virtual, intended arrivals"), new("off (%)"), new("p95 at the caller"));
foreach (double serviceMs in (double[])[1.0, 1.6])
{
    foreach ((string way, Func<double, Task<Measurement>> measure) in ((string, Func<double, Task<Measurement>>)[])[("in process", experiment.InProcessAsync), ("gRPC", experiment.OverGrpcAsync)])
        Report(await measure(serviceMs), serviceMs, way);
}
string title = Invariant($"Poisson, {Rate:0} queries/s, {candidates} candidates, {keep} kept, {seconds:0} s each after a warm-up, scores precomputed; {MachineDescription.Current()}");
Console.WriteLine($"{title}\n\n{errors.ToText()}\n{sojourns.ToText()}");
File.WriteAllText(Path.Combine("bench", "results", "emulator.md"), $"# bench/Emulator\n\n{title}\n\n{errors.ToMarkdown()}\n{sojourns.ToMarkdown()}");

void Report(Measurement run, double serviceMs, string way)
{
    long service = (long)(serviceMs * 1e6);
    string load = Invariant($"{Rate * serviceMs / 1000:P0}, {serviceMs:0.0} ms");
    double measured = Quantile.Microseconds(run.MeasuredSojourns, 95);
    double same = Quantile.Microseconds(run.VirtualSojourns(service), 95), intended = Quantile.Microseconds(run.IntendedSojourns(service), 95);
    errors.Add(load, way, Invariant($"{run.Answers.Count}"), Us(run.Errors, 50), Us(run.Errors, 99), Us(run.Errors, 100), Us(run.Bare, 50), Us(run.Bare, 99), Us(run.Bare, 100),
        Us(run.ErrorsAtCaller, 50), Us(run.ErrorsAtCaller, 99));
    sojourns.Add(
        load, way, Invariant($"{measured:0}"), Invariant($"{same:0}"), Invariant($"{100 * (measured / same - 1):+0.00;-0.00}"),
        Invariant($"{intended:0}"), Invariant($"{100 * (measured / intended - 1):+0.00;-0.00}"), Us(run.SojournsAtCaller, 95));
    Console.Error.WriteLine($"{load}: {way} done");
}

static string Us(IEnumerable<long> ticks, double percentile) => Invariant($"{Quantile.Microseconds(ticks, percentile):0}");

double Argument(string name, double otherwise)
{
    int at = Array.IndexOf(args, name);
    return at < 0 ? otherwise : double.Parse(args[at + 1], null);
}
