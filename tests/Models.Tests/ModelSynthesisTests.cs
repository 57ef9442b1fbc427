using CsCheck;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;

namespace RecPipe.Models.Tests;

public class ModelSynthesisTests
{
    [Fact]
    public void The_same_seed_writes_the_same_files()
    {
        using TemporaryFolder folder = new();
        DlrmConfig config = TestModels.Config(4, [13, 8], [8]);
        IReadOnlyDictionary<string, string> Write(string name, int seed) => ModelSynthesis.Write(config, [100, 70_000], folder.PathOf(name), seed).Sha256;
        Write("a", 1).ShouldBe(Write("b", 1));
        Write("a", 1).ShouldNotBe(Write("c", 2));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(32)]
    public void Scores_spread(int dim)
    {
        using TemporaryFolder folder = new();
        int[] tables = [.. Enumerable.Repeat(1000, 26)];
        ModelCard card = ModelSynthesis.Write(TestModels.Config(dim, [13, 64], [64]), tables, folder.Root, seed: 1);
        (float[] dense, int[] sparse) = TestModels.Rows(2000, 13, tables, seed: 2);
        float[] scores = [.. TestModels.Run(folder.Root, card, dense, sparse).Order()];
        (scores[1800] - scores[200]).ShouldBeGreaterThan(0.05f);
        scores[20].ShouldBeGreaterThan(0.01f);
        scores[1980].ShouldBeLessThan(0.99f);
    }

    [Fact]
    public void Any_part_of_the_random_embeddings_equals_that_part_of_the_whole() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 37], Gen.Int[1, 50], Gen.Int[0, 20]).Sample((seed, width, rows, first) =>
        {
            RandomEmbeddings embeddings = new(seed, width, 0.25f);
            float[] whole = new float[(first + rows) * width], part = new float[rows * width], one = new float[1];
            embeddings.Read(0, whole);
            embeddings.Read(first, part);
            part.ShouldBe(whole[(first * width)..]);
            embeddings.Read(first, one);
            one[0].ShouldBe(part[0]);
            whole.ShouldAllBe(value => Math.Abs(value) <= 0.25f);
        }, iter: 100);

    [Fact]
    public void Random_embeddings_are_uniform()
    {
        float[] values = new float[100_000];
        new RandomEmbeddings(5, 10, 1).Read(3_000_000_000, values);
        values.Average().ShouldBe(0, 0.01);
        values.Select(value => value * value).Average().ShouldBe(1 / 3f, 0.01);
        values.Zip(values.Skip(1), (a, b) => a * b).Average().ShouldBe(0, 0.01);
    }
}
