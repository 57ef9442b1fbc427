using RecPipe.Datasets.Description;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.Synthetic;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Tests.Synthetic;

public sealed class SyntheticMovieLensTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Measured on MovieLens 1M: 994,169 pairs, top 10 items 2.8 %, top 1 % 8.9 %, top 10 % 44.4 %, Gini 0.634, median 95 items a user.</summary>
    [Fact]
    public void Has_the_size_and_the_skew_of_MovieLens_1M()
    {
        using InteractionStore store = Make(new());
        InteractionDescription description = InteractionDescription.Of(store, TestContext.Current.CancellationToken);
        (description.Users, description.Items, description.HeldOutUsers).ShouldBe((6040, 3706, 6040));
        ((double)description.TrainPairs).ShouldBe(988_129, tolerance: 30_000);
        description.ItemsPerUser.P50.ShouldBeInRange(85, 105);
        description.ItemsPerUser.P95.ShouldBeInRange(480, 620);
        description.Top10Share.ShouldBe(0.028, tolerance: 0.005);
        description.TopPercentShare.ShouldBe(0.089, tolerance: 0.012);
        description.TopTenthShare.ShouldBe(0.445, tolerance: 0.05);
        description.Gini.ShouldBe(0.634, tolerance: 0.06);
    }

    [Fact]
    public void Tastes_can_be_learned_neighbours_find_the_held_out_item_more_often_than_popularity_does()
    {
        using InteractionStore store = Make(new() { Users = 1000, Items = 400 });
        double[,] together = new double[store.Items, store.Items];
        double[] popularity = new double[store.Items];
        for (int user = 0; user < store.Users; user++)
        {
            foreach (int a in store.ItemsOf(user))
            {
                popularity[a]++;
                foreach (int b in store.ItemsOf(user))
                    together[a, b]++;
            }
        }
        double byPopularity = HitRate(store, (_, item) => popularity[item]);
        double byNeighbours = HitRate(store, (user, item) =>
        {
            double sum = 0;
            foreach (int other in store.ItemsOf(user))
                sum += together[other, item] / Math.Sqrt(popularity[other] * (popularity[item] + 5));
            return sum * Math.Sqrt(popularity[item]);
        });
        byPopularity.ShouldBeInRange(0.3, 0.65);
        byNeighbours.ShouldBeGreaterThan(byPopularity + 0.07);
    }

    [Fact]
    public void The_same_seed_makes_the_same_users_and_the_first_of_more_users_are_those_of_fewer()
    {
        using InteractionStore few = Make(new() { Users = 50, Items = 200 }), more = Make(new() { Users = 80, Items = 200 }), other = Make(new() { Users = 50, Items = 200, Seed = 2 });
        for (int user = 0; user < 50; user++)
            more.ItemsOf(user).ToArray().ShouldBe(few.ItemsOf(user).ToArray());
        more.HeldOut[..50].ToArray().ShouldBe(few.HeldOut.ToArray());
        other.HeldOut.ToArray().ShouldNotBe(few.HeldOut.ToArray());
        few.Manifest.Source.ShouldBe("recpipe data synth --preset movielens --users 50 --items 200 --seed 1");
    }

    [Fact]
    public void Sizes_out_of_range_are_named() =>
        Should.Throw<ConfigException>(new SyntheticMovieLensOptions { Users = 0, Items = 19 }.ThrowIfInvalid).Problems.Select(problem => problem.Field).ShouldBe(["--users", "--items"]);

    /// <summary>Share of users whose held-out item is among the best 10 of it and every fourth item they have not taken: about 100.</summary>
    private static double HitRate(InteractionStore store, Func<int, int, double> score)
    {
        int hits = 0;
        for (int user = 0; user < store.Users; user++)
        {
            double positive = score(user, store.HeldOut[user]);
            int better = Enumerable.Range(0, store.Items).Count(item => item % 4 == user % 4 && !store.Interacted(user, item) && item != store.HeldOut[user] && score(user, item) > positive);
            hits += better < 10 ? 1 : 0;
        }
        return (double)hits / store.Users;
    }

    private InteractionStore Make(SyntheticMovieLensOptions options)
    {
        string place = _folder.PathOf(Guid.NewGuid().ToString());
        SyntheticMovieLens.Generate(options, place, new Progress<double>(), TestContext.Current.CancellationToken);
        return InteractionStore.Open(place);
    }
}
