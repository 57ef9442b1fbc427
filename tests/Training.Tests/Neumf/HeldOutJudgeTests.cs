using RecPipe.Models.Families;
using RecPipe.Training.Neumf;

namespace RecPipe.Training.Tests.Neumf;

public class HeldOutJudgeTests
{
    private const int Items = 400;

    [Theory]
    [InlineData(1f, 1, 1)]
    [InlineData(0f, 1, 1)]
    [InlineData(-1f, 0, 0)]
    public void The_rank_counts_those_strictly_above(float heldOutScore, double hitRate, double ndcg)
    {
        using TestInteractions data = new(Enumerable.Range(0, 20).Select(user => (new[] { user }, 100 + user)), Items);
        Judge(data, item => item is >= 100 and < 120 ? heldOutScore : 0).ShouldBe((hitRate, ndcg));
    }

    [Fact]
    public void A_few_above_cost_gain_and_many_the_hit()
    {
        // Item 0 is held out and only items 1 and 2 may be drawn beside it, dozens of times each.
        using TestInteractions data = new([([.. Enumerable.Range(3, Items - 3)], 0)], Items);
        Judge(data, item => item == 1 ? 2 : 1).ShouldBe((0, 0));
        // Of 399 others 99 are drawn; 9 of them are above in this draw.
        using TestInteractions open = new([([], 0)], Items);
        (double hitRate, double ndcg) = Judge(open, item => item is > 0 and <= 24 ? 1 : 0);
        hitRate.ShouldBe(1);
        Math.Pow(2, 1 / ndcg).ShouldBeInRange(2 + 1 - 1e-9, 2 + 9 + 1e-9);
        (Math.Pow(2, 1 / ndcg) % 1).ShouldBe(0, 1e-6);
    }

    [Fact]
    public void Users_without_a_held_out_item_or_others_to_rank_it_against_are_left_out()
    {
        using TestInteractions data = new([([0], -1), ([.. Enumerable.Range(1, Items - 1)], 0), ([5], 6)], Items);
        new HeldOutJudge(data.Store, 1).Users.ShouldBe(1);
    }

    private static (double, double) Judge(TestInteractions data, Func<int, float> score)
    {
        NeumfConfig config = new() { Name = "m", Family = "neumf", GmfDim = 1 };
        float[] users = new float[data.Store.Users];
        Array.Fill(users, 1);
        NeumfWeights weights = new(
            new(new StoredEmbeddings(users, 1).Read, new StoredEmbeddings(Enumerable.Range(0, Items).Select(score).ToArray(), 1).Read),
            null, [], new DenseLayer(1, 1, [1], [0]));
        using NeumfLearner learner = new(config, data.Store.Users, Items, weights, new() { Lanes = 2, BatchSize = 2 });
        return new HeldOutJudge(data.Store, 3).Judge(learner, TestContext.Current.CancellationToken);
    }
}
