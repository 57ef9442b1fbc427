using RecPipe.Evaluation.Scores;
using RecPipe.Models.Cards;

namespace RecPipe.Evaluation.Tests;

public sealed class ScoreCacheTests : IDisposable
{
    private static readonly ScoreKey s_key = Key("model", "0a1b");
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _unusable = [];

    [Fact]
    public void What_was_saved_is_known_and_the_rest_is_not()
    {
        Cache().Save(s_key, [3, 5, 9], [0.1f, float.NaN, 0.3f]);
        Load([1, 3, 5, 9, 11]).ShouldBe([float.NaN, 0.1f, float.NaN, 0.3f, float.NaN]);
    }

    [Fact]
    public void More_scores_are_added_to_those_that_are_kept()
    {
        Cache().Save(s_key, [3, 9], [0.1f, 0.3f]);
        Cache().Save(s_key, [2, 3, 5, 9, 12], [0.5f, float.NaN, 0.6f, 0.35f, float.NaN]);
        Load([2, 3, 5, 9, 12]).ShouldBe([0.5f, 0.1f, 0.6f, 0.35f, float.NaN]);
        Directory.GetFiles(_folder.Root).Length.ShouldBe(1);
    }

    [Fact]
    public void Another_model_other_data_or_another_runtime_has_scores_of_its_own()
    {
        Cache().Save(s_key, [1], [0.5f]);
        ScoreKey[] others =
        [
            Key("model", "ffff"), s_key with { Data = "other" }, s_key with { Runtime = "other" }, s_key with { Queries = "other" }, s_key with { Output = "other" },
            s_key with { Inputs = [new("user", FeatureKind.CandidateId, "int32", 1, Rows: 9)] },
        ];
        others.ShouldAllBe(other => float.IsNaN(Load(new[] { 1 }, other)[0]));
        _unusable.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../model")]
    [InlineData("/model")]
    [InlineData("a\0b")]
    public void No_name_of_a_model_leads_out_of_the_folder(string name)
    {
        ScoreKey key = Key(name, "0a1b");
        Cache().Save(key, [1], [0.5f]);
        Load([1], key).ShouldBe([0.5f]);
        Path.GetDirectoryName(Directory.GetFiles(_folder.Root).ShouldHaveSingleItem()).ShouldBe(_folder.Root);
    }

    [Fact]
    public void Scores_that_cannot_be_kept_are_said()
    {
        ScoreCache cache = Cache();
        Directory.Delete(_folder.Root);
        cache.Save(s_key, [1], [0.5f]);
        _unusable.ShouldHaveSingleItem().ShouldContain("not kept");
        Directory.CreateDirectory(_folder.Root);
    }

    [Fact]
    public void A_byte_changed_anywhere_is_noticed_and_the_scores_are_gone()
    {
        Cache().Save(s_key, [1, 2], [0.5f, 0.25f]);
        string file = Directory.GetFiles(_folder.Root).Single();
        byte[] sound = File.ReadAllBytes(file);
        for (int at = 0; at < sound.Length; at++)
        {
            byte[] damaged = [.. sound];
            damaged[at] ^= 0x40;
            File.WriteAllBytes(file, damaged);
            Load([1, 2]).ShouldBe([float.NaN, float.NaN], $"byte {at}");
        }
        for (int length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(file, sound[..length]);
            Load([1, 2]).ShouldBe([float.NaN, float.NaN], $"{length} bytes");
        }
        _unusable.Count.ShouldBe(2 * sound.Length);
        _unusable[0].ShouldStartWith(file);

        Cache().Save(s_key, [1], [0.75f]);
        Load([1, 2]).ShouldBe([0.75f, float.NaN]);
    }

    [Fact]
    public void Scores_of_another_key_under_this_ones_name_are_noticed()
    {
        Cache().Save(s_key, [1], [0.5f]);
        string mine = Directory.GetFiles(_folder.Root).Single();
        ScoreKey other = Key("model", "ffff");
        Cache().Save(other, [1], [0.9f]);
        File.Copy(Directory.GetFiles(_folder.Root).Single(file => file != mine), mine, overwrite: true);
        Load([1]).ShouldBe([float.NaN]);
        _unusable.ShouldHaveSingleItem().ShouldContain("another model or other data");
    }

    public void Dispose() => _folder.Dispose();

    private static ScoreKey Key(string model, string sha256) => ScoreKey.Of(
        GivenQueries.Card(model, ScoreKind.Probability) with { Sha256 = new Dictionary<string, string> { ["m.onnx"] = sha256 } }, GivenQueries.One(0, 1), "test");

    private ScoreCache Cache() => new(_folder.Root, _unusable.Add);

    private float[] Load(int[] slots, ScoreKey? key = null)
    {
        float[] scores = [.. slots.Select(_ => float.NaN)];
        Cache().Load(key ?? s_key, slots, scores);
        return scores;
    }
}
