using System.CommandLine;
using System.Text.Json;
using RecPipe.Accelerator.Caches;
using RecPipe.Cli.Accel;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>`recpipe accel cache`: hit rates of embedding caches on a trace.</summary>
internal static class AccelCacheCommand
{
    private const string Name = "accel cache";

    private static readonly Dictionary<string, CachePolicy> s_policies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fifo"] = CachePolicy.Fifo,
        ["lru"] = CachePolicy.Lru,
        ["static"] = CachePolicy.Static,
        ["lookahead"] = CachePolicy.LookAhead,
    };

    /// <summary>One line of the result.</summary>
    private sealed record Result(string Policy, int Capacity, long Accesses, long Hits, double HitRate, long? OnTime, long? Late);

    public static Command Create()
    {
        AccessSource source = new();
        Option<int[]> capacities = new("--capacity") { Description = "Rows the cache holds; several numbers are simulated side by side.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string[]> policies = new("--policy") { Description = "fifo, lru, static, lookahead; default: all.", AllowMultipleArgumentsPerToken = true };
        Option<bool> warm = new("--warm") { Description = "Run the trace once before counting (not for static), as the published study does." };
        Option<int> window = new("--window") { Description = "Accesses a look-ahead cache knows ahead of each; 0 is LRU, the whole trace is optimal.", DefaultValueFactory = _ => 20480 };
        Option<double?> fetch = new("--fetch-rate") { Description = "Rows DRAM delivers in the time of one access: the look-ahead cache also fetches ahead with what demand leaves, from a cold start." };
        Option<double> training = new("--training-share") { Description = "First part of the trace that a static cache is trained on; it is measured on the rest.", DefaultValueFactory = _ => 0.5 };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("cache", "Hit rates of embedding caches on a trace of accesses.") { capacities, policies, warm, window, fetch, training, json };
        source.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                CachePolicy[] chosen = Policies(parsed.GetValue(policies) ?? []);
                CacheSimulation settings = new()
                {
                    Policy = default,
                    Warm = parsed.GetValue(warm),
                    Window = parsed.GetValue(window),
                    TrainingShare = parsed.GetValue(training),
                };
                int[] rows = parsed.GetRequiredValue(capacities);
                Check(settings, rows, parsed.GetValue(fetch));
                (AccessTrace trace, List<Result> results) = Terminal.WithProgress("Simulating", progress =>
                    Simulate(source.Load(parsed, cancellationToken), settings, chosen, rows, parsed.GetValue(fetch), progress, cancellationToken));
                Print(trace, results, parsed.GetValue(json));
            },
            cancellationToken));
        return command;
    }

    private static CachePolicy[] Policies(string[] names)
    {
        ConfigException.ThrowIfAny([.. names.Where(name => !s_policies.ContainsKey(name)).Select(name =>
            new ConfigProblem(Name, "--policy", $"\"{name}\" is no policy.", $"Choose from {string.Join(", ", s_policies.Keys)}."))]);
        return names.Length == 0 ? [.. s_policies.Values] : [.. names.Select(name => s_policies[name]).Distinct()];
    }

    private static void Check(CacheSimulation settings, int[] capacities, double? fetch)
    {
        List<ConfigProblem> problems = [];
        foreach (int capacity in capacities.Where(capacity => capacity < 0))
            problems.Add(new(Name, "--capacity", $"{capacity} rows.", "A cache holds 0 rows or more."));
        if (settings.Window < 0)
            problems.Add(new(Name, "--window", $"{settings.Window} accesses.", "Give 0 or more."));
        if (!(settings.TrainingShare > 0 && settings.TrainingShare < 1))
            problems.Add(new(Name, "--training-share", Invariant($"A share of {settings.TrainingShare}."), "Give a number between 0 and 1."));
        if (fetch is double rate && !(rate >= 0 && double.IsFinite(rate)))
            problems.Add(new(Name, "--fetch-rate", Invariant($"{rate} rows an access."), "Give a number of at least 0."));
        ConfigException.ThrowIfAny(problems);
    }

    private static (AccessTrace Trace, List<Result> Results) Simulate(
        AccessTrace trace, CacheSimulation settings, CachePolicy[] policies, int[] capacities, double? fetch, IProgress<double> progress, CancellationToken cancellationToken)
    {
        List<Result> results = [];
        for (int i = 0; i < policies.Length; i++)
        {
            progress.Report((i + 1.0) / (policies.Length + 1));
            string policy = s_policies.First(pair => pair.Value == policies[i]).Key;
            if (policies[i] == CachePolicy.LookAhead && fetch is double rate)
            {
                foreach (int capacity in capacities)
                {
                    PrefetchCounts counts = PrefetchingCache.Run(trace, capacity, settings.Window, rate, cancellationToken);
                    results.Add(new(policy, capacity, counts.Accesses, counts.Hits, (double)counts.Hits / counts.Accesses, counts.OnTime, counts.Late));
                }
                continue;
            }
            CacheCounts[] all = (settings with { Policy = policies[i] }).Run(trace, capacities, cancellationToken);
            results.AddRange(all.Select((counts, c) => new Result(policy, capacities[c], counts.Accesses, counts.Hits, counts.HitRate, null, null)));
        }
        progress.Report(1);
        return (trace, results);
    }

    private static void Print(AccessTrace trace, List<Result> results, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { accesses = trace.Length, rows = trace.Keys, results }, ConfigFile.Json));
            return;
        }
        Console.WriteLine(Invariant($"{trace.Length:N0} accesses to {trace.Keys:N0} rows"));
        bool ahead = results.Any(result => result.OnTime is not null);
        Table table = new([new("policy", IsNumber: false), new("capacity (rows)"), new("hits"), new("accesses"), new("hit rate (%)"), .. ahead ? [new Column("fetched ahead (%)"), new Column("late (%)")] : Array.Empty<Column>()]);
        foreach (Result result in results)
        {
            string[] cells = [result.Policy, Invariant($"{result.Capacity:N0}"), Invariant($"{result.Hits:N0}"), Invariant($"{result.Accesses:N0}"), Percent(result.Hits)];
            table.Add([.. cells, .. ahead ? [Percent(result.OnTime), Percent(result.Late)] : Array.Empty<string>()]);

            string Percent(long? count) => count is long n ? Invariant($"{100.0 * n / result.Accesses:0.00}") : "-";
        }
        Console.Write(table.ToText());
    }
}
