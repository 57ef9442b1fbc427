using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Evaluation.Queries;

/// <summary>
/// The queries an evaluation asks, drawn once: candidates, labels and contexts. A score belongs to a <em>slot</em>: the candidate
/// id where no query has a context (the same row scores the same in every query), otherwise the place (query, position).
/// </summary>
public sealed class QuerySet
{
    private readonly int[] _candidates;
    private readonly byte[] _labels;
    private readonly int[] _relevant;
    private readonly int[] _slots;
    private readonly QueryContext?[]? _contexts;

    private QuerySet(QuerySetIdentity identity, int queries, int width, int[] candidates, byte[] labels, QueryContext?[]? contexts)
    {
        Identity = identity;
        Count = queries;
        Candidates = width;
        _candidates = candidates;
        _labels = labels;
        _contexts = contexts;
        _relevant = [.. Enumerable.Range(0, queries).Select(query => LabelsOf(query).Length - LabelsOf(query).Count((byte)0))];
        _slots = contexts is null ? Distinct(candidates) : [.. Enumerable.Range(0, candidates.Length)];
    }

    /// <summary>What they were drawn from, and how.</summary>
    public QuerySetIdentity Identity { get; }

    /// <summary>How many queries there are.</summary>
    public int Count { get; }

    /// <summary>Candidates a query.</summary>
    public int Candidates { get; }

    /// <summary>Whether a slot is a place in a query rather than a candidate's id.</summary>
    public bool HasContext => _contexts is not null;

    /// <summary>What has to be scored, ascending, each once.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>How many there are.</summary>
    public int SlotCount => _slots.Length;

    /// <summary>Draws queries 0 to <paramref name="queries"/> - 1.</summary>
    /// <param name="source">Labelled.</param>
    /// <param name="queries">At least 1, at most <see cref="IQuerySource.Count"/>.</param>
    /// <param name="identity">What the source draws from, and how.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigException">There are not that many queries, or they hold more candidates than fit in memory.</exception>
    public static QuerySet Draw(IQuerySource source, int queries, QuerySetIdentity identity, CancellationToken cancellationToken = default)
    {
        if (queries < 1 || queries > (source.Count ?? long.MaxValue))
            throw new ConfigException(identity.Data, "queries", $"{queries} queries; {(source.Count is { } count ? $"there are {count}" : "at least one is asked")}.", $"Ask for 1 to {source.Count ?? int.MaxValue}.");
        if ((long)queries * source.Candidates > Array.MaxLength)
            throw new ConfigException(identity.Data, "queries", $"{queries} queries of {source.Candidates} candidates are too many.", $"Ask for at most {Array.MaxLength / source.Candidates}.");
        int width = source.Candidates;
        int[] candidates = new int[queries * width];
        byte[] labels = new byte[candidates.Length];
        QueryContext?[] contexts = new QueryContext?[queries];
        for (int query = 0; query < queries; query++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<int> drawn = candidates.AsSpan(query * width, width);
            contexts[query] = source.Fill(query, drawn);
            source.Judge(query, drawn, labels.AsSpan(query * width, width));
        }
        return new(identity, queries, width, candidates, labels, contexts.Any(context => context is not null) ? contexts : null);
    }

    /// <summary>Candidate ids of a query, [candidates].</summary>
    public ReadOnlyMemory<int> CandidatesOf(int query) => _candidates.AsMemory(query * Candidates, Candidates);

    /// <summary>Labels of a query's candidates, [candidates].</summary>
    public ReadOnlySpan<byte> LabelsOf(int query) => _labels.AsSpan(query * Candidates, Candidates);

    /// <summary>How many of a query's candidates are relevant.</summary>
    public int RelevantOf(int query) => _relevant[query];

    public QueryContext? ContextOf(int query) => _contexts?[query];

    /// <summary>Label of each slot, in the order of <see cref="Slots"/>.</summary>
    public byte[] SlotLabels()
    {
        if (HasContext)
            return [.. _labels];
        byte[] labels = new byte[_slots.Length];
        for (int i = 0; i < _candidates.Length; i++)
            labels[Array.BinarySearch(_slots, _candidates[i])] = _labels[i];
        return labels;
    }

    /// <summary>Spreads one value a slot over the queries.</summary>
    /// <param name="values">In the order of <see cref="Slots"/>.</param>
    /// <returns>[queries, candidates].</returns>
    internal float[] Spread(float[] values)
    {
        if (HasContext)
            return values;
        float[] spread = new float[_candidates.Length];
        for (int i = 0; i < spread.Length; i++)
            spread[i] = values[Array.BinarySearch(_slots, _candidates[i])];
        return spread;
    }

    private static int[] Distinct(int[] candidates)
    {
        int[] sorted = [.. candidates];
        Array.Sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (count == 0 || sorted[i] != sorted[count - 1])
                sorted[count++] = sorted[i];
        }
        return sorted[..count];
    }
}
