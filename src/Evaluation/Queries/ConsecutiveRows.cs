using RecPipe.Datasets.Store;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Evaluation.Queries;

/// <summary>
/// Queries as the published artefact makes them: query i is the i-th window of consecutive rows of the log, that is unrelated
/// impressions of different users, starting over at the end.
/// </summary>
public sealed class ConsecutiveRows : IQuerySource
{
    private readonly FeatureStore _store;
    private readonly Range _rows;

    /// <param name="store">Lives as long as this.</param>
    /// <param name="rows">Which rows; the artefact takes those that its models were trained on.</param>
    /// <param name="candidates">Candidates a query, at least 1.</param>
    /// <exception cref="ConfigException">There are fewer rows than a query has candidates.</exception>
    public ConsecutiveRows(FeatureStore store, Range rows, int candidates)
    {
        int length = rows.GetOffsetAndLength(store.Rows).Length;
        if (candidates < 1 || candidates > length)
            throw new ConfigException(store.Directory, "candidates", $"{candidates} candidates a query; there are {length} such rows.", $"Ask for 1 to {length}, or make the data with more rows.");
        _store = store;
        _rows = rows;
        Candidates = candidates;
    }

    public int Candidates { get; }

    public long? Count => null;

    public bool Labelled => true;

    /// <inheritdoc/>
    public QueryContext? Fill(long query, Span<int> candidates)
    {
        (int first, int length) = _rows.GetOffsetAndLength(_store.Rows);
        for (int i = 0; i < candidates.Length; i++)
            candidates[i] = first + (int)((query * Candidates + i) % length);
        return null;
    }

    /// <inheritdoc/>
    public void Judge(long query, ReadOnlySpan<int> candidates, Span<byte> labels)
    {
        ReadOnlySpan<byte> truth = _store.Labels;
        for (int i = 0; i < candidates.Length; i++)
            labels[i] = truth[candidates[i]];
    }
}
