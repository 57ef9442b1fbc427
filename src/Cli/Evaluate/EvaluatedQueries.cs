using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.Store;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Queries;
using RecPipe.Models.Cards;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Queries;

namespace RecPipe.Cli.Evaluate;

/// <summary>The queries of an evaluation and the data behind them.</summary>
internal sealed class EvaluatedQueries : IDisposable
{
    private const int RowCandidates = 4096, RowQueries = 200, RowK = 64, InteractionCandidates = 1000, InteractionK = 10;

    private readonly IDisposable _store;

    private EvaluatedQueries(IDisposable store, string source, IFeatureSource? features, Protocol protocol, TieRule ties, int k, QuerySet queries) =>
        (_store, Source, Features, Protocol, Ties, K, Queries) = (store, source, features, protocol, ties, k, queries);

    /// <summary>Where the data came from: the command and its arguments.</summary>
    public string Source { get; }

    public Protocol Protocol { get; }

    public TieRule Ties { get; }

    public int K { get; }

    public QuerySet Queries { get; }

    /// <summary>Where candidates' features are read; null when the data have none.</summary>
    public IFeatureSource? Features { get; }

    /// <summary>Whether a model says that it learned from other data than these, or from another split of them.</summary>
    public bool LearnedElsewhere(ModelCard model) => model.Training is { } training && training.Data != Source;

    /// <exception cref="ConfigException">The data cannot be opened, or cannot give what is asked.</exception>
    public static EvaluatedQueries Open(EvaluationRequest request, CancellationToken cancellationToken) =>
        InteractionStore.IsAt(request.Data) ? Userwise(request, cancellationToken) : Rowwise(request, cancellationToken);

    public void Dispose() => _store.Dispose();

    private static EvaluatedQueries Rowwise(EvaluationRequest request, CancellationToken cancellationToken)
    {
        Protocol protocol = request.Protocol ?? (request.Mode == EvaluationMode.Parity ? Protocol.Training : Protocol.HeldOut);
        FeatureStore store = FeatureStore.Open(request.Data);
        try
        {
            store.VerifyChecksums(cancellationToken); // cached scores go by them
            int candidates = request.Candidates ?? RowCandidates, train = store.Manifest.TrainRows;
            IQuerySource source = protocol switch
            {
                Protocol.HeldOut => new HeldOutRows(store, request.Seed, candidates),
                Protocol.Consecutive => new ConsecutiveRows(store, train.., candidates),
                Protocol.Training => new ConsecutiveRows(store, ..train, candidates),
                _ => throw new ConfigException("evaluate", "--protocol", $"{request.Data} is a feature store; it has rows, no users.", "Choose heldOut, consecutive or training."),
            };
            QuerySetIdentity identity = new(request.Data, Checksums(store.Manifest.Checksums), $"{protocol} seed {request.Seed} candidates {candidates}");
            return new(store, store.Manifest.Source, store, protocol, TieRule.Served, request.K ?? RowK, QuerySet.Draw(source, request.Queries ?? RowQueries, identity, cancellationToken));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static EvaluatedQueries Userwise(EvaluationRequest request, CancellationToken cancellationToken)
    {
        Protocol protocol = request.Protocol ?? (request.Mode == EvaluationMode.Parity ? Protocol.LeaveOneOut : Protocol.Ncf);
        InteractionStore store = InteractionStore.Open(request.Data);
        try
        {
            store.VerifyChecksums(cancellationToken); // cached scores go by them
            CandidateProtocol draw = protocol switch
            {
                Protocol.Ncf => CandidateProtocol.Ncf(request.Seed),
                Protocol.LeaveOneOut => CandidateProtocol.Of(InteractionCandidates, request.Seed),
                _ => throw new ConfigException("evaluate", "--protocol", $"{request.Data} is an interaction store; it has users, no rows.", "Choose ncf or leaveOneOut."),
            };
            draw = request.Candidates is int candidates ? draw with { Negatives = candidates - 1 } : draw;
            HeldOutInteractions source = new(store, draw);
            QuerySetIdentity identity = new(request.Data, Checksums(store.Manifest.Checksums), draw.ToString());
            return new(store, store.Manifest.Source, null, protocol, TieRule.StrictlyGreater, request.K ?? InteractionK, QuerySet.Draw(source, request.Queries ?? (int)source.Count!, identity, cancellationToken));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static string Checksums(IReadOnlyDictionary<string, string> files) =>
        string.Join(' ', files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key}={file.Value}"));
}
