using CsCheck;
using RecPipe.Datasets.Interactions;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Randomness;
using RecPipe.Workloads.Queries;

namespace RecPipe.Workloads.Tests;

public sealed class HeldOutInteractionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_query_is_the_held_out_item_among_distinct_negatives()
    {
        Gen.Select(Gen.ULong, Gen.Int[2, 60], Gen.Int[1, 12], Gen.Bool).Sample((seed, items, users, maySeeItself) =>
        {
            using InteractionStore store = Make(seed, users, items);
            int most = Enumerable.Range(0, users).Where(user => store.HeldOut[user] >= 0).Select(user => items - store.ItemsOf(user).Length - (maySeeItself ? 0 : 1)).DefaultIfEmpty(0).Min();
            if (most < 1)
                return;
            CandidateProtocol protocol = new(1 + (int)(seed % (ulong)most), maySeeItself ? NegativeRule.NotTrained : NegativeRule.NotTaken, seed);
            HeldOutInteractions queries = new(store, protocol);
            queries.Candidates.ShouldBe(protocol.Negatives + 1);
            queries.Count.ShouldBe(store.Manifest.HeldOutUsers);
            for (int q = 0; q < queries.Count; q++)
            {
                (int user, int[] candidates) = Ask(queries, q);
                int heldOut = store.HeldOut[user];
                heldOut.ShouldBeGreaterThanOrEqualTo(0);
                candidates.ShouldAllBe(item => item >= 0 && item < items && !store.Interacted(user, item));
                int positives = candidates.Count(item => item == heldOut);
                positives.ShouldBeInRange(1, maySeeItself ? 2 : 1);
                candidates.Distinct().Count().ShouldBe(candidates.Length - (positives - 1));
                byte[] labels = new byte[candidates.Length];
                queries.Judge(q, candidates, labels);
                labels.ShouldBe(candidates.Select(item => (byte)(item == heldOut ? 1 : 0)));
            }
        }, iter: 60);
    }

    [Fact]
    public void Users_come_in_order_and_start_again_and_a_query_is_the_same_whoever_asks()
    {
        using InteractionStore store = Make(seed: 5, users: 40, items: 50);
        HeldOutInteractions queries = new(store, new(8, NegativeRule.NotTaken, Seed: 3));
        int count = (int)queries.Count!.Value;
        (int User, int[] Candidates)[] asked = [.. Enumerable.Range(0, count).Select(q => Ask(queries, q))];
        asked.Select(query => query.User).ShouldBe(Enumerable.Range(0, 40).Where(user => store.HeldOut[user] >= 0));
        (int User, int[] Candidates)[] again = new (int, int[])[count];
        Parallel.For(0, count, i => again[count - 1 - i] = Ask(new(store, new(8, NegativeRule.NotTaken, Seed: 3)), 2 * count - 1 - i));
        again.Select(query => query.Candidates).ShouldBe(asked.Select(query => query.Candidates));
        Ask(new(store, new(8, NegativeRule.NotTaken, Seed: 4)), 0).Candidates.ShouldNotBe(asked[0].Candidates);
    }

    [Theory]
    [InlineData(NegativeRule.NotTaken, 5)]
    [InlineData(NegativeRule.NotTaken, 40)] // more than half of them
    [InlineData(NegativeRule.NotTrained, 5)]
    public void Negatives_and_the_place_of_the_held_out_item_are_uniform(NegativeRule rule, int negatives)
    {
        const int Items = 60, Seeds = 6000;
        int[] trained = [0, 1, 7, 30, 31, 32, 58];
        const int HeldOut = 33;
        using (InteractionStoreWriter writer = new(_folder.PathOf("s")))
        {
            writer.Append(trained, HeldOut, 0);
            writer.Complete(new long[Items], manifest => manifest);
        }
        using InteractionStore store = InteractionStore.Open(_folder.PathOf("s"));
        double[] drawn = new double[Items], places = new double[negatives + 1];
        for (int seed = 0; seed < Seeds; seed++)
        {
            int[] candidates = Ask(new(store, new(negatives, rule, (ulong)seed)), 0).Candidates;
            foreach (int item in candidates)
                drawn[item]++;
            if (rule == NegativeRule.NotTaken)
                places[Array.IndexOf(candidates, HeldOut)]++;
        }
        drawn[HeldOut] -= Seeds; // itself; what is left is how often it was its own negative
        int[] possible = [.. Enumerable.Range(0, Items).Except(trained).Where(item => rule == NegativeRule.NotTrained || item != HeldOut)];
        drawn.Sum().ShouldBe(possible.Sum(item => drawn[item]));
        // Without replacement counts vary less than a multinomial's: the statistic is scaled back to chi-square.
        double expected = (double)Seeds * negatives / possible.Length, spread = 1 - (negatives - 1.0) / (possible.Length - 1);
        ChiSquare([.. possible.Select(item => drawn[item])], expected).ShouldBeLessThan(spread * Bound(possible.Length - 1));
        if (rule == NegativeRule.NotTaken)
            ChiSquare(places, (double)Seeds / places.Length).ShouldBeLessThan(Bound(negatives));
    }

    [Fact]
    public void Presets_are_of_the_sizes_that_were_published()
    {
        (CandidateProtocol.Ncf(7).Candidates, CandidateProtocol.Ncf(7).Rule, CandidateProtocol.Ncf(7).Seed).ShouldBe((100, NegativeRule.NotTrained, 7UL));
        (CandidateProtocol.MovieLens1M().Candidates, CandidateProtocol.MovieLens1M().Rule).ShouldBe((1000, NegativeRule.NotTaken));
        (CandidateProtocol.MovieLens20M().Candidates, CandidateProtocol.MovieLens20M().Rule).ShouldBe((4000, NegativeRule.NotTaken));
        CandidateProtocol.Of(64, 9).ShouldBe(new(63, NegativeRule.NotTaken, 9));
    }

    [Fact]
    public void A_user_without_enough_negatives_is_named_and_so_is_a_store_without_held_out_items()
    {
        using (InteractionStoreWriter writer = new(_folder.PathOf("s")))
        {
            writer.Append([0], 1, 0);
            writer.Append([0, 1, 2], 3, 0);
            writer.Complete(new long[10], manifest => manifest);
        }
        using InteractionStore store = InteractionStore.Open(_folder.PathOf("s"));
        new HeldOutInteractions(store, CandidateProtocol.Of(7)).Candidates.ShouldBe(7);
        ConfigProblem problem = Should.Throw<ConfigException>(() => new HeldOutInteractions(store, CandidateProtocol.Of(8))).Problems.ShouldHaveSingleItem();
        problem.Problem.ShouldContain("user 1 has 6");
        problem.Remedy.ShouldBe("Ask for 2 to 7 candidates.");
        Should.Throw<ConfigException>(() => new HeldOutInteractions(store, CandidateProtocol.Of(1)));
        new HeldOutInteractions(store, new(7, NegativeRule.NotTrained)).Candidates.ShouldBe(8);
        using (InteractionStoreWriter writer = new(_folder.PathOf("none")))
        {
            writer.Append([0], -1, 0);
            writer.Complete(new long[10], manifest => manifest);
        }
        using InteractionStore none = InteractionStore.Open(_folder.PathOf("none"));
        Should.Throw<ConfigException>(() => new HeldOutInteractions(none, CandidateProtocol.Of(2))).Message.ShouldContain("No item is held out");
    }

    [Fact]
    public void Allocates_nothing_per_query()
    {
        using InteractionStore store = Make(seed: 1, users: 30, items: 300);
        HeldOutInteractions queries = new(store, CandidateProtocol.Of(64));
        int[] candidates = new int[64];
        byte[] labels = new byte[64];
        queries.Fill(0, candidates);
        Allocations.Of(() =>
        {
            for (int q = 1; q < 40; q++)
            {
                queries.Fill(q, candidates);
                queries.Judge(q, candidates, labels);
            }
        }).ShouldBe(0);
    }

    private static (int User, int[] Candidates) Ask(HeldOutInteractions queries, long query)
    {
        int[] candidates = new int[queries.Candidates];
        QueryContext? context = queries.Fill(query, candidates);
        return (context.ShouldNotBeNull().User.ShouldNotBeNull(), candidates);
    }

    private static double ChiSquare(double[] counts, double expected) => counts.Sum(count => (count - expected) * (count - expected) / expected);

    /// <summary>Chi-square's 99.99th percentile or so (Wilson and Hilferty 1931).</summary>
    private static double Bound(int degrees) => degrees * Math.Pow(1 - 2.0 / (9 * degrees) + 3.72 * Math.Sqrt(2.0 / (9 * degrees)), 3);

    /// <summary>Users with any number of items, some with one held out.</summary>
    private InteractionStore Make(ulong seed, int users, int items)
    {
        string place = _folder.PathOf(Guid.NewGuid().ToString());
        using (InteractionStoreWriter writer = new(place))
        {
            for (int user = 0; user < users; user++)
            {
                Xoshiro256 random = new(seed, (ulong)user);
                double share = 0.6 * random.NextUniform();
                List<int> taken = [];
                for (int item = 0; item < items; item++)
                {
                    if (random.NextUniform() < share)
                        taken.Add(item);
                }
                int heldOut = taken.Count == 0 || random.NextUniform() < 0.2 ? -1 : taken[(int)random.NextBelow((uint)taken.Count)];
                writer.Append([.. taken.Where(item => item != heldOut)], heldOut, user);
            }
            writer.Complete(new long[items], manifest => manifest);
        }
        return InteractionStore.Open(place);
    }
}
