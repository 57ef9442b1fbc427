using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Commands;

/// <summary>The options of `recpipe load`. What is not given comes from the workload file, then from the workload's defaults.</summary>
internal sealed class LoadOptions
{
    public Option<Uri?> Gateway { get; } = new("--gateway") { Description = "Address of the gateway, for example http://127.0.0.1:5100.", CustomParser = ParseAddress };

    public Option<string?> Pipeline { get; } = new("--pipeline") { Description = "Pipeline to ask." };

    public Option<NullTarget?> Null { get; } = new Option<NullTarget?>("--null") { Description = "Measure the generator itself against a service that answers at once: inProcess or grpc." }.OneOf();

    public Option<DirectoryInfo?> Data { get; } = new("--data") { Description = "Feature store: candidates are drawn from its held-out rows (from all rows when none are held out), its labels judge the quality. Or interaction store: users ask for their held-out item among others they have not taken." };

    public Option<int?> Rows { get; } = new("--rows") { Description = "Without --data: draw candidates from rows 0 to this number less one." };

    public Option<FileInfo?> Workload { get; } = new("--workload") { Description = "Workload file (configs/workloads/*.json); the options below override it." };

    public Option<double?> Rate { get; } = new("--rate") { Description = "Offered load, queries a second." };

    public Option<int?> Copies { get; } = new("--copies") { Description = "Closed loop instead: this many queries in flight." };

    public Option<TimeSpan?> Duration { get; } = Time("--duration", "How long to measure, for example 30s.");

    public Option<TimeSpan?> WarmUp { get; } = Time("--warm-up", "Load before that, not measured.");

    public Option<ArrivalKind?> Arrivals { get; } = new Option<ArrivalKind?>("--arrivals") { Description = "Arrival process." }.OneOf();

    public Option<FileInfo?> Trace { get; } = new("--trace") { Description = "Arrival times in seconds, one a line, for --arrivals trace." };

    public Option<int?> Candidates { get; } = new("--candidates") { Description = "Candidates a query." };

    public Option<TimeSpan?> Deadline { get; } = Time("--deadline", "A query without an answer after this has failed.");

    public Option<ulong?> Seed { get; } = new("--seed") { Description = "Seed of the arrivals." };

    public Option<ulong?> QuerySeed { get; } = new("--query-seed") { Description = "Seed of the candidates." };

    public Option<int?> MaxInFlight { get; } = new("--max-in-flight") { Description = "Arrivals that find this many queries in flight count as errors." };

    public Option<int> Connections { get; } = new("--connections") { Description = "HTTP/2 connections to the gateway.", DefaultValueFactory = _ => 1 };

    public Option<int> QualityK { get; } = new("--ndcg-k") { Description = "k of NDCG@k and hit rate@k.", DefaultValueFactory = _ => 64 };

    public Option<double> MaxLagShare { get; } = new("--max-lag-share")
    {
        Description = "The run is invalid when the generator's lag p99 exceeds this share of the measured p99: 0.1 is a tenth.",
        DefaultValueFactory = _ => 0.1,
    };

    public ReportOptions Report { get; } = new();

    public Option<bool> FindMax { get; } = new("--find-max") { Description = "Find the maximum throughput: a closed loop with more and more queries in flight." };

    public Option<LoadPart?> Part { get; } = new("--part") { Description = "Offer one share of the load: 0/3 is the first of three. The others run elsewhere; `merge` adds them up.", CustomParser = ParsePart };

    public Option<FileInfo?> PartFile { get; } = new("--part-file") { Description = "File for all that was measured, to merge; with --meet it is part-I-of-N.json in that folder unless named." };

    public Option<DateTimeOffset?> StartAt { get; } = new("--start-at") { Description = "Begin (the warm-up) at this instant, for example 2026-11-22T12:00:00Z.", CustomParser = ParseInstant };

    public Option<DirectoryInfo?> Meet { get; } = new("--meet") { Description = "Begin together: a folder that all parts of this one run see, in which they agree on the start." };

    public Option<TimeSpan?> Wait { get; } = Time("--wait", "How long to wait for the other parts at --meet; 10min unless set.");

    public Option<string?> Metrics { get; } = new("--metrics") { Description = "Serve /metrics while the run is going, for example on 127.0.0.1:5190." };

    public IEnumerable<Option> All =>
    [
        Gateway, Pipeline, Null, Data, Rows, Workload, Rate, Copies, Duration, WarmUp, Arrivals, Trace, Candidates, Deadline, Seed, QuerySeed,
        MaxInFlight, Connections, QualityK, MaxLagShare, FindMax, Metrics, Part, PartFile, StartAt, Meet, Wait, .. Report.All,
    ];

    internal static Option<TimeSpan?> Time(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DurationConverter.TryParse(result.Tokens[0].Value, out TimeSpan time))
                return time;
            result.AddError($"{name}: \"{result.Tokens[0].Value}\" is not a duration; write for example 500ms, 30s or 2min.");
            return null;
        },
    };

    private static Uri? ParseAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
            return address;
        result.AddError($"--gateway: \"{result.Tokens[0].Value}\" is not an address; write for example http://127.0.0.1:5100.");
        return null;
    }

    private static LoadPart? ParsePart(ArgumentResult result)
    {
        if (LoadPart.Parse(result.Tokens[0].Value) is LoadPart part)
            return part;
        result.AddError($"--part: \"{result.Tokens[0].Value}\" is not a part; write 0/3, 1/3 and 2/3 for three parts (at most {LoadPart.Most}).");
        return null;
    }

    private static DateTimeOffset? ParseInstant(ArgumentResult result)
    {
        if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant))
            return instant.ToUniversalTime();
        result.AddError($"--start-at: \"{result.Tokens[0].Value}\" is not an instant; write for example 2026-11-22T12:00:00Z.");
        return null;
    }
}
