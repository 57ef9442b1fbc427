using CsCheck;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Queries;
using RecPipe.Evaluation.Scores;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Evaluation.Tests;

public sealed class CascadeEvaluationTests
{
    private const int Models = 3;

    /// <summary>Few different scores, so that ties are everywhere.</summary>
    private static readonly Gen<(ScoreSet Scores, Cascade[] Cascades, int K)> s_worlds =
        from queries in Gen.Int[1, 4]
        from candidates in Gen.Int[1, 24]
        from labels in Gen.Byte[0, 1].Array[candidates].Array[queries]
        from levels in Gen.Int[1, 12]
        from scores in Gen.Int[0, levels].Select(level => (level - 3) / 8f).Array[queries * candidates].Array[Models]
        from k in Gen.Int[1, candidates]
        from cascades in CascadesOf(k, candidates)
        select (GivenQueries.Scores(Queries(queries, candidates, labels), scores), cascades, k);

    [Fact]
    public void Cascades_in_one_walk_equal_sorting_everything_for_each() => s_worlds.Sample(world =>
        Compare(world.Scores, world.Cascades, new() { K = world.K }, (cascade, query) => BruteForce.Corrected(world.Scores, cascade, query, world.K)));

    [Fact]
    public void Parity_mode_equals_sorting_everything_in_half_precision_backwards() => s_worlds.Sample(world =>
        Compare(world.Scores, world.Cascades, new() { K = world.K, Mode = EvaluationMode.Parity }, (cascade, query) => BruteForce.Parity(world.Scores, cascade, query, world.K)));

    [Fact]
    public void One_positive_a_query_is_ranked_by_strictly_greater_scores() =>
        (from world in s_worlds
         from places in Gen.Int[0, world.Scores.Queries.Candidates - 1].Array[world.Scores.Queries.Count]
         select (world, places)).Sample(given =>
        {
            (ScoreSet scores, Cascade[] cascades, int k) = given.world;
            byte[][] labels = [.. given.places.Select(place => Enumerable.Range(0, scores.Queries.Candidates).Select(i => (byte)(i == place ? 1 : 0)).ToArray())];
            ScoreSet one = GivenQueries.Scores(Queries(labels.Length, scores.Queries.Candidates, labels), [.. scores.Models.Select(model => model.SlotScores.ToArray())]);
            Compare(one, cascades, new() { K = k, Ties = TieRule.StrictlyGreater }, (cascade, query) => BruteForce.OnePositive(one, cascade, query, k));
        });

    [Fact]
    public void Metrics_do_not_change_under_a_strictly_monotone_transform_of_a_models_scores() => s_worlds.Sample(world =>
    {
        Func<float, float>[] transforms = [score => 4 * score - 1, score => score * score * score, score => MathF.Exp(score)];
        ScoreSet moved = GivenQueries.Scores(
            world.Scores.Queries, [.. world.Scores.Models.Select((model, i) => model.SlotScores.ToArray().Select(transforms[i]).ToArray())]);
        IReadOnlyList<CascadeQuality> before = CascadeEvaluation.Run(world.Scores, world.Cascades, new() { K = world.K });
        IReadOnlyList<CascadeQuality> after = CascadeEvaluation.Run(moved, world.Cascades, new() { K = world.K });
        Cascade[] whole = [.. world.Cascades.Select(cascade => new Cascade(cascade.Name, cascade.Stages))];
        IReadOnlyList<WholeListQuality> lists = WholeListQuality.Of(world.Scores, whole), movedLists = WholeListQuality.Of(moved, whole);
        for (int i = 0; i < before.Count; i++)
        {
            foreach (QualityMetric metric in before[i].Metrics.Keys)
                after[i].Metrics[metric].Values.ToArray().ShouldBe(before[i].Metrics[metric].Values.ToArray());
            movedLists[i].Auc.Values.ToArray().ShouldBe(lists[i].Auc.Values.ToArray());
        }
    });

    [Fact]
    public void A_ranked_list_is_the_beginning_of_the_sorted_one() => s_worlds.Sample(world =>
    {
        CascadeRanker ranker = new(world.Scores);
        foreach (Cascade cascade in world.Cascades)
        {
            for (int query = 0; query < world.Scores.Queries.Count; query++)
                ranker.Rank(cascade, query).ToArray().ShouldBe(BruteForce.Rank(world.Scores, cascade, query).Ranked.Take(cascade.Stages[^1].Keep));
        }
    });

    [Fact]
    public void A_copy_of_the_positive_among_its_negatives_changes_nothing()
    {
        // Candidate 7 is the positive and, by chance, a negative too; two others score higher, one the same.
        QuerySet queries = GivenQueries.Set([[7, 1, 2, 7, 3, 4]], [[1, 0, 0, 0, 0, 0]], [new(User: 0)]);
        ScoreSet scores = GivenQueries.Scores(queries, [0.5f, 0.9f, 0.5f, 0.5f, 0.7f, 0.1f]);
        CascadeQuality quality = CascadeEvaluation.Run(scores, [new("one", new CascadeStage(0, 6))], new() { K = 3, Ties = TieRule.StrictlyGreater })[0];
        quality[QualityMetric.HitRate].ShouldBe(1);
        quality[QualityMetric.ReciprocalRank].ShouldBe(1 / 3.0, 1e-12);
        quality[QualityMetric.Ndcg].ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void A_query_takes_no_memory_of_its_own()
    {
        byte[] labels = [.. Enumerable.Range(0, 2000).Select(i => (byte)(i % 7 == 0 ? 1 : 0))];
        QuerySet queries = GivenQueries.One(labels);
        float[] first = [.. labels.Select((_, i) => i * 37 % 1009 / 1009f)], second = [.. labels.Select((_, i) => i * 91 % 1999 / 1999f)];
        ScoreSet scores = GivenQueries.Scores(queries, first, second);
        Cascade[] cascades = [new("one", new CascadeStage(1, 64)), .. Enumerable.Range(1, 20).Select(i => new Cascade($"two{i}", new CascadeStage(0, 64 * i), new CascadeStage(1, 64)))];
        foreach (EvaluationMode mode in Enum.GetValues<EvaluationMode>())
        {
            EvaluationOptions options = new() { K = 64, Mode = mode };
            MetricValues values = new(cascades, options.Metrics, 1);
            CascadeWalk walk = new(scores, CascadeNode.Arrange(cascades), mode == EvaluationMode.Parity ? new ParityJudge(queries, options, values) : new CorrectedJudge(queries, options, values));
            walk.Query(0);
            Allocations.Of(() => walk.Query(0)).ShouldBe(0, mode.ToString());
        }
    }

    [Fact]
    public void Everything_that_cannot_be_judged_is_said()
    {
        ScoreSet scores = GivenQueries.Scores(GivenQueries.One(1, 1, 0, 0), [0.1f, 0.2f, 0.3f, 0.4f]);
        ConfigException few = Should.Throw<ConfigException>(() => CascadeEvaluation.Run(
            scores, [new("short", new CascadeStage(0, 2)), new("unknown", new CascadeStage(4, 3))], new() { K = 3 }));
        few.Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "short: stages[0].keep: It keeps 2, and the first 3 are judged. Keep at least 3, or judge fewer (k).",
            "unknown: stages[0].model: There is no model 4. There are scores of 1 models.",
        ]);
        Should.Throw<ConfigException>(() => CascadeEvaluation.Run(scores, [], new() { K = 5 })).Message.ShouldContain("a query has 4 candidates");
        Should.Throw<ConfigException>(() => CascadeEvaluation.Run(scores, [new("one", new CascadeStage(0, 2))], new() { K = 2, Ties = TieRule.StrictlyGreater }))
            .Message.ShouldContain("Query 0 has 2 relevant candidates.");
    }

    private static Gen<Cascade[]> CascadesOf(int k, int candidates) =>
        Gen.Select(
            Gen.Select(Gen.Int[0, Models - 1], Gen.Int[k, candidates + 3]).Select((model, keep) => new CascadeStage(model, keep)).Array[1, 4],
            Gen.OneOf(Gen.Int[k, candidates], Gen.Const(int.MaxValue)))
            .Select((stages, let) => new Cascade("any", stages) { Candidates = let }).Array[1, 12];

    private static QuerySet Queries(int queries, int candidates, byte[][] labels) => GivenQueries.Set(
        [.. Enumerable.Range(0, queries).Select(query => Enumerable.Range(query * candidates, candidates).ToArray())], labels);

    private static void Compare(ScoreSet scores, Cascade[] cascades, EvaluationOptions options, Func<Cascade, int, double[]> expected)
    {
        IReadOnlyList<CascadeQuality> found = CascadeEvaluation.Run(scores, cascades, options);
        for (int i = 0; i < cascades.Length; i++)
        {
            for (int query = 0; query < scores.Queries.Count; query++)
            {
                double[] values = [.. options.Metrics.Select(metric => found[i].Metrics[metric].Values.Span[query])];
                values.ShouldBe(expected(cascades[i], query));
                values.ShouldAllBe(value => double.IsNaN(value) || (value >= 0 && value <= 1 + 1e-12));
            }
        }
    }
}
