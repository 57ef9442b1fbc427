using CsCheck;
using Microsoft.ML.OnnxRuntime;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests;

public class NeumfGraphTests
{
    [Theory]
    [InlineData("neumf-1m-small")]
    [InlineData("neumf-1m-medium")]
    [InlineData("neumf-1m-large")]
    [InlineData("neumf-20m-small")]
    [InlineData("neumf-20m-medium")]
    [InlineData("neumf-20m-large")]
    public void A_shipped_model_scores_like_the_reference(string name) =>
        CheckParity(NeumfConfig.Load(ShippedConfig(name)), users: 40, items: 60, rows: 20, seed: 7, externalAbove: long.MaxValue);

    [Fact]
    public void Any_model_scores_like_the_reference() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 20].Array[0, 4], Gen.Int[1, 50], Gen.Int[1, 50], Gen.Int[1, 9], Gen.OneOf(Gen.Const(0L), Gen.Const(300L), Gen.Const(long.MaxValue)))
            .Where((gmf, mlp, _, _, _, _) => mlp.Length != 1 && (gmf > 0 || mlp.Length > 0))
            .Sample((gmf, mlp, users, items, rows, external) =>
                CheckParity(TestModels.Neumf(gmf, [.. mlp.Take(1).Select(width => 2 * width), .. mlp.Skip(1)]), users, items, rows, gmf * 31 + rows, external), iter: 60, threads: 1);

    [Fact]
    public void By_hand_the_towers_of_one_number_each()
    {
        // GMF: 2 * 3 = 6. MLP: relu(1 * 4 + 10 * 5 - 50) = 4. Logit: 6 * 0.5 + 4 * 0.25 - 3.5 = 0.5.
        NeumfWeights weights = new(Tower(2, 3), Tower(4, 5), [new DenseLayer(2, 1, [1, 10], [-50])], new DenseLayer(2, 1, [0.5f, 0.25f], [-3.5f]));
        NeumfReference.Logit(TestModels.Neumf(1, [2, 1]), weights, 0, 0).ShouldBe(0.5, 1e-12);

        static TowerEmbeddings Tower(float user, float item) => new(new StoredEmbeddings(new[] { user }, 1).Read, new StoredEmbeddings(new[] { item }, 1).Read);
    }

    [Fact]
    public void The_card_says_how_to_feed_the_model_and_what_is_special_about_it()
    {
        using TemporaryFolder folder = new();
        NeumfConfig config = NeumfConfig.Load(ShippedConfig("neumf-20m-medium"));
        ModelCard card = NeumfGraph.Write(config, 70, 50, RandomWeights.Make(config, 1, 0.1f), folder.Root);
        card.Inputs.ShouldBe(
        [
            new("user", FeatureKind.User, "int32", 1, Layout: InputLayout.Vector, Rows: 70),
            new("item", FeatureKind.CandidateId, "int32", 1, Layout: InputLayout.Vector, Rows: 50),
        ]);
        card.Output.ShouldBe(new("score", ScoreKind.Probability));
        card.Tables.ShouldBeEmpty();
        card.Configuration.GetProperty("notes").GetString().ShouldNotBeNull().ShouldContain("65");
        Directory.EnumerateFileSystemEntries(folder.Root).Select(Path.GetFileName).Order().ShouldBe(["neumf-20m-medium.card.json", "neumf-20m-medium.onnx"]);
    }

    [Fact]
    public void A_cancelled_write_leaves_the_model_before_it_in_place()
    {
        using TemporaryFolder folder = new();
        NeumfConfig config = TestModels.Neumf(2, [4, 3]);
        string before = NeumfGraph.Write(config, 5, 6, RandomWeights.Make(config, 1, 0.1f), folder.Root).Sha256["m.onnx"];
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => NeumfGraph.Write(config, 5, 6, RandomWeights.Make(config, 2, 0.1f), folder.Root, externalAboveBytes: 0, cancellationToken: stop.Token));
        ConfigFile.Load<ModelCard>(folder.PathOf("m.card.json")).Sha256["m.onnx"].ShouldBe(before);
        Directory.EnumerateFileSystemEntries(folder.Root).Count().ShouldBe(2);
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        using TemporaryFolder folder = new();
        NeumfWeights weights = RandomWeights.Make(TestModels.Neumf(2, [4, 3]), 1, 0.1f);
        Should.Throw<ArgumentException>(() => NeumfGraph.Write(TestModels.Neumf(0, [4, 3]), 5, 6, weights, folder.Root)).Message.ShouldContain("towers");
        Should.Throw<ArgumentException>(() => NeumfGraph.Write(TestModels.Neumf(2, [4, 2]), 5, 6, weights, folder.Root)).Message.ShouldContain("layers");
        Directory.EnumerateFileSystemEntries(folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public void Scores_of_a_synthesised_model_spread()
    {
        using TemporaryFolder folder = new();
        ModelCard card = ModelSynthesis.Write(NeumfConfig.Load(ShippedConfig("neumf-1m-small")), 300, 400, folder.Root, seed: 3);
        float[] scores = [.. Run(folder.Root, card, Ids(2000, 300, 1), Ids(2000, 400, 2)).Order()];
        (scores[1800] - scores[200]).ShouldBeGreaterThan(0.2f);
        scores[20].ShouldBeGreaterThan(0.001f);
        scores[1980].ShouldBeLessThan(0.999f);
    }

    private static void CheckParity(NeumfConfig config, int users, int items, int rows, int seed, long externalAbove)
    {
        using TemporaryFolder folder = new();
        NeumfWeights weights = RandomWeights.Make(config, seed, 0.5f);
        int[] user = Ids(rows, users, seed), item = Ids(rows, items, seed + 1);
        ModelCard card = NeumfGraph.Write(config, users, items, weights, folder.Root, externalAboveBytes: externalAbove);
        if (externalAbove is 0)
            card.Sha256.Count.ShouldBe(2);
        float[] actual = Run(folder.Root, card, user, item);
        double[] expected = NeumfReference.Score(config, weights, user, item);
        for (int i = 0; i < rows; i++)
            ((double)actual[i]).ShouldBe(expected[i], 1e-5);
    }

    private static int[] Ids(int count, int below, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(below))];
    }

    private static float[] Run(string directory, ModelCard card, int[] users, int[] items)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using InferenceSession session = new(Path.Combine(directory, card.File), options);
        using OrtValue user = OrtValue.CreateTensorValueFromMemory(users, [users.Length]);
        using OrtValue item = OrtValue.CreateTensorValueFromMemory(items, [items.Length]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["user", "item"], [user, item], ["score"]);
        outputs[0].GetTensorTypeAndShape().Shape.ShouldBe([users.Length]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static string ShippedConfig(string name) => Repository.PathOf("configs", "models", name + ".json");
}
