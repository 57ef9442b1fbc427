using RecPipe.Datasets.Interactions;

namespace RecPipe.Training.Neumf;

/// <summary>
/// Ranks each user's held-out item among random ones the user did not take, as He et al. 2017 do: hit rate@10 and NDCG@10,
/// the rank being how many others score strictly higher.
/// </summary>
internal sealed class HeldOutJudge
{
    /// <summary>Random items beside each held-out one.</summary>
    public const int Negatives = 99;

    private const int Cut = 10;

    private readonly int[] _users;
    private readonly int[] _items;

    /// <param name="store">Whose held-out items.</param>
    /// <param name="seed">Of the random items; a user's do not depend on other users.</param>
    public HeldOutJudge(InteractionStore store, int seed)
    {
        List<int> users = [], items = [];
        for (int user = 0; user < store.Users; user++)
        {
            int heldOut = store.HeldOut[user];
            if (heldOut < 0 || store.ItemsOf(user).Length + 1 >= store.Items)
                continue;
            users.Add(user);
            items.Add(heldOut);
            Random random = new(unchecked(seed * 1_000_003 + user));
            for (int i = 0; i < Negatives; i++)
                items.Add(Other(store, user, heldOut, random));
        }
        (_users, _items) = ([.. users], [.. items]);
    }

    /// <summary>Users with an item held out.</summary>
    public int Users => _users.Length;

    /// <returns>NaN when no user has an item held out.</returns>
    public (double HitRate, double Ndcg) Judge(NeumfLearner learner, CancellationToken cancellationToken)
    {
        if (Users == 0)
            return (double.NaN, double.NaN);
        float[] logits = learner.Score(_users, _items, cancellationToken);
        double hits = 0, gain = 0;
        foreach (float[] list in logits.Chunk(1 + Negatives))
        {
            int above = list.Count(other => other > list[0]);
            hits += above < Cut ? 1 : 0;
            gain += above < Cut ? 1 / Math.Log2(above + 2) : 0;
        }
        return (hits / Users, gain / Users);
    }

    private static int Other(InteractionStore store, int user, int heldOut, Random random)
    {
        while (true)
        {
            int item = random.Next(store.Items);
            if (item != heldOut && !store.Interacted(user, item))
                return item;
        }
    }
}
