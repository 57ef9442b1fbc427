using RecPipe.Datasets.Interactions;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Workloads.Queries;

/// <summary>
/// A query for each user of whom an item is held out: that item, which alone is relevant, at a random place among negatives.
/// Contexts name the user. Negatives depend on the seed and the user only. Allocates nothing per query.
/// </summary>
public sealed class HeldOutInteractions : IQuerySource
{
    private readonly InteractionStore _store;
    private readonly CandidateProtocol _protocol;
    private readonly QueryContext[] _contexts;

    /// <param name="store">Lives as long as this.</param>
    /// <param name="protocol">How candidates are drawn.</param>
    /// <exception cref="ConfigException">Nothing is held out, or a user has fewer negatives than the protocol asks for.</exception>
    public HeldOutInteractions(InteractionStore store, CandidateProtocol protocol)
    {
        _store = store;
        _protocol = protocol;
        int[] users = [.. Enumerable.Range(0, store.Users).Where(user => store.HeldOut[user] >= 0)];
        if (users.Length == 0)
            throw new ConfigException(store.Directory, "", "No item is held out.", "Make the store with a split.");
        int poorest = users.MinBy(NegativesOf), fewest = NegativesOf(poorest);
        if (protocol.Negatives < 1 || protocol.Negatives > fewest)
        {
            throw new ConfigException(
                store.Directory, "candidates", $"{protocol.Candidates} candidates a query need {protocol.Negatives} negatives; user {poorest} has {fewest}, of {store.Items} items.",
                fewest < 1 ? "Make the store with more items." : $"Ask for 2 to {fewest + 1} candidates.");
        }
        _contexts = [.. users.Select(user => new QueryContext(user))];
    }

    public int Candidates => _protocol.Candidates;

    /// <summary>Users of whom an item is held out; their queries come in the order of the users.</summary>
    public long? Count => _contexts.Length;

    public bool Labelled => true;

    /// <inheritdoc/>
    public QueryContext? Fill(long query, Span<int> candidates)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(candidates.Length, Candidates);
        QueryContext context = ContextOf(query);
        int user = context.User!.Value, heldOut = _store.HeldOut[user];
        Xoshiro256 random = new(_protocol.Seed, (ulong)user);
        int place = (int)random.NextBelow((uint)candidates.Length);
        DrawNegatives(ref random, user, heldOut, candidates[..^1]);
        candidates[^1] = candidates[place];
        candidates[place] = heldOut;
        return context;
    }

    /// <inheritdoc/>
    public void Judge(long query, ReadOnlySpan<int> candidates, Span<byte> labels)
    {
        int heldOut = _store.HeldOut[ContextOf(query).User!.Value];
        for (int i = 0; i < candidates.Length; i++)
            labels[i] = candidates[i] == heldOut ? (byte)1 : (byte)0;
    }

    /// <summary>Draws among as many numbers as there are negatives and spreads them over the items between the training items.</summary>
    private void DrawNegatives(ref Xoshiro256 random, int user, int heldOut, Span<int> negatives)
    {
        ReadOnlySpan<int> trained = _store.ItemsOf(user);
        DistinctSample.Draw(ref random, NegativesOf(user), negatives);
        int without = _protocol.Rule == NegativeRule.NotTaken ? heldOut - ~trained.BinarySearch(heldOut) : int.MaxValue;
        foreach (ref int negative in negatives)
            negative = Untrained(trained, negative >= without ? negative + 1 : negative);
    }

    /// <summary>The item that has so many untrained ones before it.</summary>
    private static int Untrained(ReadOnlySpan<int> trained, int before)
    {
        int low = 0, high = trained.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (trained[middle] - middle <= before)
                low = middle + 1;
            else
                high = middle;
        }
        return before + low;
    }

    private int NegativesOf(int user) => _store.Items - _store.ItemsOf(user).Length - (_protocol.Rule == NegativeRule.NotTaken ? 1 : 0);

    private QueryContext ContextOf(long query) => _contexts[query % _contexts.Length];
}
