using CsCheck;
using RecPipe.Training.Neumf;

namespace RecPipe.Training.Tests.Neumf;

public class TrainingPairsTests
{
    [Fact]
    public void An_epoch_has_every_pair_once_and_negatives_were_not_taken() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[0, 100]).Sample((users, items, negatives, seed) =>
        {
            Random random = new(seed);
            int[][] taken = [.. Enumerable.Range(0, users).Select(_ => Enumerable.Range(0, items).Where(_ => random.Next(3) > 0).ToArray())];
            using TestInteractions data = new(taken.Select(own => (own, -1)), items);
            TrainingPairs pairs = new(data.Store);
            (int User, int Item)[] expected = [.. taken.SelectMany((own, user) => own.Length < items ? own.Select(item => (user, item)) : [])];
            pairs.Count.ShouldBe(expected.Length);
            pairs.Shuffle(seed, 1);
            int[] user = new int[pairs.Count], item = new int[pairs.Count * (1 + negatives)];
            if (pairs.Count > 0)
                pairs.Read(0, user, item, random);
            user.Select((u, i) => (u, item[i * (1 + negatives)])).Order().ShouldBe(expected.Order());
            for (int i = 0; i < item.Length; i++)
            {
                if (i % (1 + negatives) > 0)
                    taken[user[i / (1 + negatives)]].ShouldNotContain(item[i]);
            }
        }, iter: 50, threads: 1);

    [Fact]
    public void Epochs_differ_in_order()
    {
        using TestInteractions data = TestInteractions.Groups(20, 40, 2);
        TrainingPairs pairs = new(data.Store);
        Order(1).ShouldNotBe(Order(2));

        int[] Order(int epoch)
        {
            pairs.Shuffle(1, epoch);
            int[] users = new int[pairs.Count];
            pairs.Read(0, users, new int[2 * pairs.Count], new Random(1));
            return users;
        }
    }
}
