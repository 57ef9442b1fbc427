using RecPipe.Bench.Simulation;
using RecPipe.Reporting;
using RecPipe.Reporting.Tables;
using RecPipe.Simulation.Pipelines;
using static System.FormattableString;

// usage: dotnet run -c Release --project bench/Simulation      (see bench/README.md)
Table table = new(new("pipeline", IsNumber: false), new("load"), new("events a query"), new("events/s, best"), new("events/s, median"), new("queries/s"), new("bare draws / this"));
foreach (int stages in (int[])[1, 2, 3])
{
    double floor = Floor.SecondsPerQuery(stages);
    foreach (double load in (double[])[0.3, 0.7, 0.9])
        Add(Invariant($"{stages} stage{(stages == 1 ? "" : "s")}, 2 engines each"), Workloads.Plain(stages, 2), load, floor);
}
double two = Floor.SecondsPerQuery(2);
foreach (int engines in (int[])[16, 256, 4096])
    Add(Invariant($"2 stages, {engines} engines each"), Workloads.Plain(2, engines), 0.9, two);
Add("2 stages, 2 engines each, overloaded", Workloads.Plain(2, 2), 1.2, two);
Add("2 stages of 4 x 4 engines, hops, log-normal", Workloads.Deployed(4, 4), 0.7, two);
Add("2 stages of 32 x 8 engines, hops, log-normal", Workloads.Deployed(32, 8), 0.9, two);

string title = Invariant($"One thread, {EventRate.Runs} runs; {MachineDescription.Current()}");
Console.WriteLine($"{title}\n\n{table.ToText()}");
File.WriteAllText(Path.Combine("bench", "results", "simulator.md"), $"# bench/Simulation\n\n{title}\n\n{table.ToMarkdown()}");

void Add(string name, SimulatedPipeline pipeline, double load, double floor)
{
    EventRate rate = EventRate.Measure(pipeline, Workloads.Rate(pipeline, load));
    double queries = rate.Best / rate.EventsPerQuery;
    table.Add(
        name, Invariant($"{load:0%}"), Invariant($"{rate.EventsPerQuery:0.0}"), Invariant($"{rate.Best:0,0}"), Invariant($"{rate.Median:0,0}"),
        Invariant($"{queries:0,0}"), Invariant($"{1 / (queries * floor):0.0}"));
}
