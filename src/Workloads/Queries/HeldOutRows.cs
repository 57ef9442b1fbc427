using RecPipe.Datasets.Store;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Workloads.Queries;

/// <summary>
/// Endless queries of distinct candidates drawn from the rows of a feature store that no model learned from; a candidate is
/// relevant when its label is 1.
/// </summary>
public sealed class HeldOutRows : IQuerySource
{
    private readonly FeatureStore _store;
    private readonly QueryStream _rows;

    /// <param name="store">Lives as long as this.</param>
    /// <param name="seed">Of the candidates.</param>
    /// <param name="candidates">Candidates a query, at least 1.</param>
    /// <param name="orAll">Draw from all rows when none are held out: for load, whose quality then says nothing of new rows.</param>
    /// <exception cref="ConfigException">Fewer rows are held out than a query has candidates.</exception>
    public HeldOutRows(FeatureStore store, ulong seed, int candidates, bool orAll = false)
    {
        int first = orAll && store.Manifest.TrainRows == store.Rows ? 0 : store.Manifest.TrainRows, rows = store.Rows - first;
        if (candidates < 1 || candidates > rows)
            throw new ConfigException(store.Directory, "candidates", $"{candidates} candidates a query; there are {rows} rows to draw from.", $"Ask for 1 to {rows}, or make the data with more rows held out.");
        _store = store;
        _rows = new(seed, first, rows, candidates);
    }

    public int Candidates => _rows.Candidates;

    public long? Count => null;

    public bool Labelled => true;

    /// <inheritdoc/>
    public QueryContext? Fill(long query, Span<int> candidates)
    {
        _rows.Fill(query, candidates);
        return null;
    }

    /// <inheritdoc/>
    public void Judge(long query, ReadOnlySpan<int> candidates, Span<byte> labels)
    {
        ReadOnlySpan<byte> truth = _store.Labels;
        for (int i = 0; i < candidates.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)candidates[i], (uint)truth.Length, nameof(candidates));
            labels[i] = truth[candidates[i]];
        }
    }
}
