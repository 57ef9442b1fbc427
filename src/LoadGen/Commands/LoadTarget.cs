using System.CommandLine;
using Grpc.Core;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.Store;
using RecPipe.LoadGen.Scenarios;
using RecPipe.LoadGen.Targets;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;
using RecPipe.Workloads.Objectives;
using RecPipe.Workloads.Queries;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Commands;

/// <summary>What `recpipe load` asks, with all that has to be opened for it.</summary>
internal sealed class LoadTarget : IAsyncDisposable
{
    private const int NullRows = 1_000_000;
    private IDisposable? _store;
    private NullGateway? _nullGateway;
    private GatewayTarget? _gateway;

    private LoadTarget()
    {
    }

    public Scenario Scenario { get; private set; } = null!;

    /// <summary>The one asked.</summary>
    public string Pipeline { get; private set; } = NullGateway.Pipeline;

    public static async Task<LoadTarget> OpenAsync(LoadOptions options, ParseResult parsed, TimeProvider time, CancellationToken cancellationToken)
    {
        LoadTarget target = new();
        try
        {
            target.Scenario = await target.CreateAsync(options, parsed, time, cancellationToken).ConfigureAwait(false);
            return target;
        }
        catch
        {
            await target.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _gateway?.Dispose();
        if (_nullGateway is not null)
            await _nullGateway.DisposeAsync().ConfigureAwait(false);
        _store?.Dispose();
    }

    private async Task<Scenario> CreateAsync(LoadOptions options, ParseResult parsed, TimeProvider time, CancellationToken cancellationToken)
    {
        ConfigException.ThrowIfAny([.. Problems(options, parsed)]);
        WorkloadConfig workload = WorkloadReader.Read(options, parsed);
        LoadPart part = parsed.GetValue(options.Part) ?? LoadPart.Whole;
        ConfigException.ThrowIfAny([.. SplitProblems(workload, part)]);
        NullTarget? nothing = parsed.GetValue(options.Null);
        int k = parsed.GetValue(options.QualityK);
        IQuerySource queries = OpenQueries(workload, parsed.GetValue(options.Data)?.FullName, parsed.GetValue(options.Rows) ?? NullRows);
        Scenario scenario = new()
        {
            Target = "null service in process",
            Workload = workload,
            Part = part,
            StartAt = parsed.GetValue(options.StartAt),
            Step = Nothing(queries),
            QualityK = k,
            MaxLagShare = nothing is null ? parsed.GetValue(options.MaxLagShare) : double.PositiveInfinity,
        };
        if (nothing == NullTarget.InProcess)
            return scenario;
        if (nothing == NullTarget.Grpc)
            _nullGateway = await NullGateway.StartAsync(cancellationToken).ConfigureAwait(false);
        Uri address = _nullGateway?.Address ?? parsed.GetValue(options.Gateway)!;
        Pipeline = nothing is null ? parsed.GetValue(options.Pipeline)! : NullGateway.Pipeline;
        _gateway = new(address, Pipeline, queries, queries.Labelled ? new QualityJudge(queries, k) : null, parsed.GetValue(options.Connections), time);
        await _gateway.CheckAsync(cancellationToken).ConfigureAwait(false);
        return scenario with { Target = nothing is null ? $"{Pipeline} at {address}" : "null service over gRPC", Step = _gateway.RankAsync };
    }

    private IQuerySource OpenQueries(WorkloadConfig workload, string? data, int rows)
    {
        if (data is null)
        {
            return rows >= workload.Candidates
                ? new QueryStream(workload.QuerySeed, 0, rows, workload.Candidates)
                : throw new ConfigException("recpipe load", "--candidates", $"A query needs {workload.Candidates} rows; there are {rows}.", "Ask for fewer candidates.");
        }
        if (InteractionStore.IsAt(data))
        {
            InteractionStore interactions = InteractionStore.Open(data);
            _store = interactions;
            return new HeldOutInteractions(interactions, CandidateProtocol.Of(workload.Candidates, workload.QuerySeed));
        }
        FeatureStore features = FeatureStore.Open(data);
        _store = features;
        return new HeldOutRows(features, workload.QuerySeed, workload.Candidates, orAll: true);
    }

    /// <summary>Draws the candidates, as for any target, and answers at once.</summary>
    private static Func<StepContext, CancellationToken, ValueTask<StepResult>> Nothing(IQuerySource queries) => (context, _) =>
    {
        int[] candidates = System.Buffers.ArrayPool<int>.Shared.Rent(queries.Candidates);
        queries.Fill(context.Query, candidates.AsSpan(0, queries.Candidates));
        System.Buffers.ArrayPool<int>.Shared.Return(candidates);
        return new(new StepResult(StatusCode.OK));
    };

    private static IEnumerable<ConfigProblem> Problems(LoadOptions options, ParseResult parsed)
    {
        const string Command = "recpipe load";
        bool nothing = parsed.GetValue(options.Null) is not null;
        bool data = parsed.GetValue(options.Data) is not null;
        int k = parsed.GetValue(options.QualityK);
        if (!nothing && parsed.GetValue(options.Gateway) is null)
            yield return new(Command, "--gateway", "There is no target.", "Give the gateway's address, or --null to measure the generator.");
        if (!nothing && parsed.GetValue(options.Pipeline) is null)
            yield return new(Command, "--pipeline", "No pipeline is named.", "Name one; the gateway's /v1/pipelines lists them.");
        if (!nothing && !data && parsed.GetValue(options.Rows) is null)
            yield return new(Command, "--data", "It is not known which candidates there are.", "Give the store the workers or the models were made from, or --rows.");
        if (parsed.GetValue(options.Connections) is < 1 or > 1000)
            yield return new(Command, "--connections", "It is out of range.", "Write 1 to 1000.");
        if (parsed.GetValue(options.Metrics) is string listen && !ListenAddresses.TryParse(listen, out _))
            yield return new(Command, "--metrics", $"\"{listen}\" is not an address to listen on.", "Write for example 127.0.0.1:5190.");
        if (k is < 1 or > 100_000)
            yield return new(Command, "--ndcg-k", "It is out of range.", "Write 1 to 100000.");
        if (!(parsed.GetValue(options.MaxLagShare) > 0))
            yield return new(Command, "--max-lag-share", "It is out of range.", "Write a share over 0, for example 0.1.");
        if (parsed.GetValue(options.FindMax) && ((parsed.GetValue(options.Report.Thresholds) ?? []).Length > 0 || parsed.GetValue(options.Report.Folder) is not null))
            yield return new(Command, "--find-max", "A search writes no report and judges no threshold.", "Find the maximum first, then run --rate with --threshold and --report.");
        foreach (ConfigProblem problem in PartProblems(options, parsed))
            yield return problem;
        foreach (Threshold threshold in (parsed.GetValue(options.Report.Thresholds) ?? []).Where(threshold => threshold.Metric is ThresholdMetric.Ndcg or ThresholdMetric.HitRate))
        {
            if (!data)
                yield return new(Command, "--threshold", $"{threshold.Text} needs labels.", "Give --data.");
            else if (threshold.K != k)
                yield return new(Command, "--threshold", $"{threshold.Text} asks for k = {threshold.K}, the run judges k = {k}.", $"Give --ndcg-k {threshold.K}.");
        }
    }

    private static IEnumerable<ConfigProblem> PartProblems(LoadOptions options, ParseResult parsed)
    {
        const string Command = "recpipe load";
        bool split = parsed.GetValue(options.Part) is { IsWhole: false }, meet = parsed.GetValue(options.Meet) is not null, startAt = parsed.GetValue(options.StartAt) is not null;
        if (meet && startAt)
            yield return new(Command, "--meet", "The start is given, and to be agreed on.", "Give --start-at or --meet.");
        if (split && !meet && !startAt)
            yield return new(Command, "--part", "The parts have no common start.", "Give every part the same --start-at, or a folder to --meet in.");
        if (split && !meet && parsed.GetValue(options.PartFile) is null)
            yield return new(Command, "--part", "What the part measures goes nowhere.", "Name a --part-file, to merge it.");
        if (split && (parsed.GetValue(options.Report.Thresholds) ?? []).Length > 0)
            yield return new(Command, "--threshold", "A part cannot be judged alone.", "Give the thresholds to `recpipe load merge`.");
        if (parsed.GetValue(options.FindMax) && (split || meet || startAt))
            yield return new(Command, "--find-max", "A search cannot be split.", "Search with one process, or offer rates with --part.");
    }

    /// <summary>A closed loop is split by its copies: every part needs one.</summary>
    private static IEnumerable<ConfigProblem> SplitProblems(WorkloadConfig workload, LoadPart part) =>
        from phase in workload.Load.OfType<KeepConstant>()
        where phase.Copies < part.Of
        select new ConfigProblem("recpipe load", "--part", $"{phase.Copies} copies cannot be shared by {part.Of} parts.", "Keep at least one copy a part.");
}
