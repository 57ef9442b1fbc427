using CsCheck;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;

namespace RecPipe.Models.Tests;

public class DlrmGraphTests
{
    private static readonly int[] s_tables = [.. Enumerable.Range(0, 26).Select(i => 3 + i * 7)];

    [Theory]
    [InlineData("rm-small")]
    [InlineData("rm-med")]
    [InlineData("rm-large")]
    public void A_shipped_model_scores_like_the_reference(string name)
    {
        DlrmConfig config = DlrmConfig.Load(ShippedConfig(name));
        CheckParity(config, s_tables, rows: 64, seed: 7, external: false);
    }

    [Fact]
    public void Any_model_scores_like_the_reference() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 20].Array[1, 3], Gen.Int[1, 20].Array[0, 2], Gen.Enum<Interaction>(), Gen.Int[1, 40].Array[1, 6], Gen.Int[1, 9], Gen.Bool)
            .Sample((dim, bottom, top, interaction, tables, rows, external) =>
                CheckParity(TestModels.Config(dim, bottom, top, interaction), tables, rows, seed: dim * 31 + rows, external), iter: 40, threads: 1);

    [Fact]
    public void The_card_says_how_to_feed_the_model()
    {
        using TemporaryFolder folder = new();
        DlrmConfig config = DlrmConfig.Load(ShippedConfig("rm-small"));
        ModelCard card = DlrmGraph.Write(config, s_tables, RandomWeights.Make(config, 26, 1, 0.1f), folder.Root);
        card.Inputs.ShouldBe([new("dense", FeatureKind.CandidateDense, "float32", 13), new("sparse", FeatureKind.CandidateSparse, "int32", 26)]);
        card.Output.ShouldBe(new("score", ScoreKind.Probability));
        card.Tables.ShouldBe(s_tables);
        card.Training.ShouldBeNull();
        card.Configuration.GetProperty("embeddingDim").GetInt32().ShouldBe(4);
        Directory.EnumerateFileSystemEntries(folder.Root).Select(Path.GetFileName).Order().ShouldBe(["rm-small.card.json", "rm-small.onnx"]);
    }

    [Fact]
    public void A_cancelled_write_leaves_the_model_before_it_in_place()
    {
        using TemporaryFolder folder = new();
        DlrmConfig config = TestModels.Config(2, [3], []);
        DlrmGraph.Write(config, [5], RandomWeights.Make(config, 1, 1, 0.1f), folder.Root);
        string[] before = [.. Directory.EnumerateFileSystemEntries(folder.Root)];
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => DlrmGraph.Write(config, [5], RandomWeights.Make(config, 1, 2, 0.1f), folder.Root, externalAboveBytes: 0, cancellationToken: stop.Token));
        Directory.EnumerateFileSystemEntries(folder.Root).ShouldBe(before);
    }

    private static string ShippedConfig(string name) => Repository.PathOf("configs", "models", name + ".json");

    private static void CheckParity(DlrmConfig config, int[] tables, int rows, int seed, bool external)
    {
        using TemporaryFolder folder = new();
        DlrmWeights weights = RandomWeights.Make(config, tables.Length, seed, 0.5f);
        (float[] dense, int[] sparse) = TestModels.Rows(rows, config.DenseWidth, tables, seed);
        ModelCard card = DlrmGraph.Write(config, tables, weights, folder.Root, externalAboveBytes: external ? 0 : long.MaxValue);
        card.Sha256.Count.ShouldBe(external ? 2 : 1);
        float[] actual = TestModels.Run(folder.Root, card, dense, sparse);
        double[] expected = DlrmReference.Score(config, tables, weights, dense, sparse);
        for (int i = 0; i < rows; i++)
            ((double)actual[i]).ShouldBe(expected[i], 1e-5);
    }
}
