using System.Security.Cryptography;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Queries;
using RecPipe.Evaluation.Scores;
using RecPipe.Inference;
using RecPipe.Inference.Backends;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Evaluation.Tests;

public sealed class ScoreLoaderTests(TinyWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _unusable = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_model_scores_each_candidate_once()
    {
        ScoreSet first = await Load(Draw(queries: 20, candidates: 200));
        first.Models.Select(model => model.Card.Name).ShouldBe([TinyWorld.Narrow, TinyWorld.Wide]);
        first.Models.ShouldAllBe(model => model.Computed == first.Queries.SlotCount);
        first.Queries.SlotCount.ShouldBeLessThan(20 * 200); // queries share candidates

        ScoreSet again = await Load(Draw(queries: 20, candidates: 200));
        again.Models.ShouldAllBe(model => model.Computed == 0);
        again.Models[1].SlotScores.ToArray().ShouldBe(first.Models[1].SlotScores.ToArray());

        ScoreSet more = await Load(Draw(queries: 30, candidates: 200));
        more.Models.ShouldAllBe(model => model.Computed == more.Queries.SlotCount - first.Queries.SlotCount);
    }

    [Fact]
    public async Task Scores_are_the_models()
    {
        ScoreSet scores = await Load(Draw(queries: 3, candidates: 50));
        for (int query = 0; query < 3; query++)
        {
            ReadOnlySpan<int> candidates = scores.Queries.CandidatesOf(query).Span;
            for (int i = 0; i < candidates.Length; i++)
                ((double)scores.ScoresOf(1, query)[i]).ShouldBe(world.ScoreOf(TinyWorld.Wide, candidates[i]), 1e-5);
        }
    }

    [Fact]
    public async Task A_damaged_cache_is_said_and_computed_anew()
    {
        ScoreSet sound = await Load(Draw(queries: 2, candidates: 40));
        foreach (string file in Directory.GetFiles(_folder.Root))
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^9]);
        ScoreSet again = await Load(Draw(queries: 2, candidates: 40));
        again.Models.ShouldAllBe(model => model.Computed == again.Queries.SlotCount);
        again.Models[0].SlotScores.ToArray().ShouldBe(sound.Models[0].SlotScores.ToArray());
        _unusable.ShouldContain(message => message.Contains("checksum is wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_scored_before_an_interruption_is_not_scored_again()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        QuerySet queries = Draw(queries: 60, candidates: 1000); // two requests, and more than one engine takes the second
        await Should.ThrowAsync<OperationCanceledException>(() => Loader().LoadAsync(queries, Models(), world.Store, new At((_, _) => stop.Cancel()), stop.Token));
        Directory.GetFiles(_folder.Root, "*.unfinished*").ShouldBeEmpty();
        ScoreSet rest = await Load(queries);
        rest.Models[0].Computed.ShouldBeLessThan(queries.SlotCount);
        rest.Models[0].SlotScores.ToArray().ShouldAllBe(score => !float.IsNaN(score));
    }

    [Fact]
    public async Task A_cascade_from_scores_is_what_the_engines_answer_stage_by_stage()
    {
        ScoreSet scores = await Load(Draw(queries: 10, candidates: 700));
        await using EnginePool pool = world.Pool(new() { Engines = 2, BatchRows = 96, SubBatchRows = 16 });
        Cascade cascade = new("two", new CascadeStage(0, 133), new CascadeStage(1, 37));
        CascadeRanker ranker = new(scores);
        for (int query = 0; query < 10; query++)
        {
            ReadOnlyMemory<int> candidates = scores.Queries.CandidatesOf(query);
            int[] survivors = await Ids(pool, TinyWorld.Narrow, candidates.ToArray(), 133);
            int[] served = await Ids(pool, TinyWorld.Wide, survivors, 37);
            ranker.Rank(cascade, query).ToArray().Select(place => candidates.Span[place]).ShouldBe(served);
        }
    }

    [Fact]
    public async Task A_model_that_is_not_its_card_is_refused()
    {
        string models = _folder.PathOf("models");
        Directory.CreateDirectory(models);
        foreach (string file in Directory.GetFiles(world.ModelsFolder))
            File.Copy(file, Path.Combine(models, Path.GetFileName(file)));
        File.Copy(Path.Combine(models, "wide.onnx"), Path.Combine(models, "narrow.onnx"), overwrite: true);
        ConfigException refused = await Should.ThrowAsync<ConfigException>(() => Loader().LoadAsync(
            Draw(1, 10), ModelFolder.Load(models), world.Store, null, Cancellation));
        refused.Message.ShouldContain("sha256.narrow.onnx");
    }

    [Fact]
    public async Task Logits_that_a_card_calls_probabilities_are_refused()
    {
        ModelFile model = new LinearModel([new("item", FeatureKind.CandidateId, "int32", 1, Layout: InputLayout.Vector, Rows: 5000)], []).Write(_folder);
        ModelCard card = model.Card with { Sha256 = new Dictionary<string, string> { [model.Card.File] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(model.ModelPath))) } };
        ModelFile honest = model with { Card = card }, liar = model with { Card = card with { Output = card.Output with { Kind = ScoreKind.Probability } } };
        await Loader().LoadAsync(Draw(3, 200), [honest], null, null, Cancellation);
        ConfigException refused = await Should.ThrowAsync<ConfigException>(() => Loader().LoadAsync(Draw(3, 200), [liar], null, null, Cancellation));
        refused.Message.ShouldContain("output.kind: It says probability, and the model scores ");
    }

    [Fact]
    public async Task Queries_that_a_model_cannot_read_are_refused_by_name()
    {
        ConfigException refused = await Should.ThrowAsync<ConfigException>(() => Loader().LoadAsync(Draw(1, 10), Models(), null, null, Cancellation));
        refused.Message.ShouldStartWith($"tiny: The model {TinyWorld.Narrow} cannot score it: features: ");
    }

    [Fact]
    public void More_queries_than_there_are_is_refused() =>
        Should.Throw<ConfigException>(() => QuerySet.Draw(new GivenQueries([[1]], [[1]]), 2, new("test", "", ""), Cancellation)).Message.ShouldContain("2 queries; there are 1.");

    public void Dispose() => _folder.Dispose();

    private QuerySet Draw(int queries, int candidates) => QuerySet.Draw(
        new ConsecutiveRows(world.Store, 500..2500, candidates), queries, new("tiny", "tiny", "consecutive"), Cancellation);

    private ScoreLoader Loader() => new(new ScoreCache(_folder.Root, _unusable.Add), new CpuBackend(), TimeProvider.System);

    private IReadOnlyList<ModelFile> Models() => ModelFolder.Load(world.ModelsFolder);

    private Task<ScoreSet> Load(QuerySet queries) => Loader().LoadAsync(queries, Models(), world.Store, null, Cancellation);

    private static async Task<int[]> Ids(EnginePool pool, string model, int[] candidates, int keep)
    {
        StageReply reply = await pool.RankAsync(new StageRequest(model, candidates, keep, Deadline.None), Cancellation);
        reply.Status.ShouldBe(StageStatus.Ok, reply.Detail);
        return [.. reply.Positions.ToArray().Select(place => candidates[place])];
    }

    private sealed class At(Action<string, double> report) : IProgress<(string Model, double Share)>
    {
        public void Report((string Model, double Share) value) => report(value.Model, value.Share);
    }
}
