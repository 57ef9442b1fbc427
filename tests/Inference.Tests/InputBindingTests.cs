using CsCheck;
using RecPipe.Models.Cards;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Tests;

/// <summary>Every way in which a card can bind an input feeds the graph the values it says.</summary>
public class InputBindingTests(TinyWorld world)
{
    private const int DenseWidth = 3, SparseWidth = 4, QueryDenseWidth = 2, QuerySparseWidth = 2;

    private static readonly int[] s_tables = [7, 100, 1000, 3, 5, 9];

    private static readonly Gen<InputBinding> s_inputs =
        from feature in Gen.Enum<FeatureKind>()
        from type in TypeOf(feature)
        from layout in Gen.Enum<InputLayout>()
        from width in layout == InputLayout.Vector ? Gen.Const(1) : Gen.Int[1, MostColumns(feature)]
        from column in Gen.Int[0, feature == FeatureKind.BagOffsets ? 0 : MostColumns(feature) - width]
        select new InputBinding("", feature, type, width, column, layout, feature is FeatureKind.CandidateId or FeatureKind.User ? TinyWorld.Rows : null);

    private static readonly Gen<LinearModel> s_models =
        from some in s_inputs.Array[1, 6]
        from scoresAreColumn in Gen.Bool
        from one in Gen.Int[0, 3]
        select Named([.. some, .. Whole(some)], scoresAreColumn, one == 0 ? 1 : -1);

    [Fact]
    public async Task Any_card_feeds_its_graph_what_it_says() =>
        await Gen.Select(s_models, Gen.Int[1, 60], Gen.Bool).SampleAsync(async (linear, count, inline) =>
        {
            using TemporaryFolder folder = new();
            int[] ids = world.Candidates(count, count);
            QueryContext context = new(count, new float[] { 0.25f * count, -1 }, new int[] { count % 5, count % 9 });
            InlineFeatures features = world.FeaturesOf(ids);
            EnginePoolOptions options = new() { Engines = 1, BatchRows = 16 };
            await using EnginePool pool = new(options, [linear.Load(folder)], inline ? null : world.Store, TimeProvider.System);

            StageReply reply = await pool.RankAsync(
                new(LinearModel.Name, ids, count, Deadline.None, inline ? features : null, context), CancellationToken.None);

            reply.Status.ShouldBe(StageStatus.Ok, reply.Detail);
            for (int i = 0; i < count; i++)
            {
                int position = reply.Positions.Span[i];
                double expected = linear.Score(
                    linear.Batch == 1 ? 0 : position % options.BatchRows, ids[position],
                    features.Dense.Span.Slice(position * DenseWidth, DenseWidth), features.Sparse.Span.Slice(position * SparseWidth, SparseWidth), context);
                ((double)reply.Scores.Span[i]).ShouldBe(expected, 1e-5 * (1 + Math.Abs(expected)));
            }
        }, iter: 60, threads: 1);

    [Fact]
    public async Task A_model_of_users_and_candidate_ids_needs_no_store_and_says_what_it_reads()
    {
        using TemporaryFolder folder = new();
        await using EnginePool pool = new(new() { Engines = 2, SubBatchRows = 3 }, [UsersAndItems().Load(folder)], null, TimeProvider.System);

        StageReply reply = await pool.RankAsync(new(LinearModel.Name, new int[] { 4, 9, 0, 7 }, 2, Deadline.None, Context: new(User: 3)), TestContext.Current.CancellationToken);

        reply.Positions.ToArray().ShouldBe([1, 3]);
        ModelDescription model = pool.Describe().Models.ShouldHaveSingleItem();
        (model.CandidateRows, model.UserRows, model.DenseWidth, model.SparseWidth, model.ReadsCandidateFeatures, model.ReadsContext)
            .ShouldBe((10, 6, 0, 0, false, true));
    }

    [Theory]
    [InlineData(null, 1, "context.user: there is none; the model linear reads it.")]
    [InlineData(6, 1, "context.user: it is 6; the model linear has users 0 to 5.")]
    [InlineData(-1, 1, "context.user: it is -1; the model linear has users 0 to 5.")]
    [InlineData(5, 10, "candidates: position 1 holds 10; the model linear has ids 0 to 9.")]
    [InlineData(5, -1, "candidates: position 1 holds -1; the model linear has ids 0 to 9.")]
    public async Task Users_and_ids_that_the_model_does_not_know_are_refused(int? user, int candidate, string problem)
    {
        using TemporaryFolder folder = new();
        await using EnginePool pool = new(new() { Engines = 1 }, [UsersAndItems().Load(folder)], null, TimeProvider.System);
        StageReply reply = await pool.RankAsync(new(LinearModel.Name, new int[] { 0, candidate }, 1, Deadline.None, Context: new(user)), TestContext.Current.CancellationToken);
        (reply.Status, reply.Detail).ShouldBe((StageStatus.InvalidArgument, problem));
    }

    public static TheoryData<float[], int[], string> Contexts => new()
    {
        { [1], [0, 0], "context.dense: 1 values; the model linear reads 2." },
        { [1, float.NaN], [0, 0], "context.dense: feature 1 is NaN; it must be finite." },
        { [1, 2], [0], "context.sparse: 1 values; the model linear reads 2." },
        { [1, 2], [0, 9], "context.sparse: feature 1 is 9; its table has rows 0 to 8." },
        { [1, 2], [-1, 0], "context.sparse: feature 0 is -1; its table has rows 0 to 4." },
    };

    [Theory]
    [MemberData(nameof(Contexts))]
    public async Task A_querys_features_are_checked_as_a_candidates_are(float[] dense, int[] sparse, string problem)
    {
        using TemporaryFolder folder = new();
        LinearModel linear = new(
            [new("d", FeatureKind.QueryDense, "float32", 2), new("s", FeatureKind.QuerySparse, "int64", 2), new("i", FeatureKind.CandidateId, "int32", 1, Rows: 9)], [5, 9]);
        await using EnginePool pool = new(new() { Engines = 1 }, [linear.Load(folder)], null, TimeProvider.System);
        StageReply reply = await pool.RankAsync(new(LinearModel.Name, new int[] { 0 }, 1, Deadline.None, Context: new(null, dense, sparse)), TestContext.Current.CancellationToken);
        (reply.Status, reply.Detail).ShouldBe((StageStatus.InvalidArgument, problem));
        (await pool.RankAsync(new(LinearModel.Name, new int[] { 0 }, 1, Deadline.None), TestContext.Current.CancellationToken)).Detail.ShouldStartWith("context.dense: 0 values");
    }

    [Fact]
    public async Task A_graph_of_one_candidate_is_run_for_each_and_says_so()
    {
        using TemporaryFolder folder = new();
        LinearModel linear = UsersAndItems() with { Batch = 1 };
        await using EnginePool pool = new(new() { Engines = 1 }, [linear.Load(folder)], null, TimeProvider.System);
        StageReply reply = await pool.RankAsync(new(LinearModel.Name, new int[] { 4, 9, 0, 7 }, 4, Deadline.None, Context: new(User: 3)), TestContext.Current.CancellationToken);
        reply.Positions.ToArray().ShouldBe([1, 3, 0, 2]);
        pool.Describe().Models[0].FixedBatch.ShouldBe(1);
    }

    [Fact]
    public void A_graph_of_any_other_fixed_batch_is_refused_with_advice()
    {
        using TemporaryFolder folder = new();
        LinearModel linear = UsersAndItems() with { Batch = 128 };
        ConfigException error = Should.Throw<ConfigException>(() => linear.Load(folder));
        error.Problems.Select(problem => problem.Problem).ShouldContain("\"input0\" is int64 [128]: it takes exactly 128 candidates at a time.");
        error.Problems[0].Remedy.ShouldContain("dynamic_axes");
    }

    private static LinearModel UsersAndItems() => Named(
        [new("", FeatureKind.User, "int64", 1, Layout: InputLayout.Vector, Rows: 6), new("", FeatureKind.CandidateId, "float32", 1, Layout: InputLayout.Vector, Rows: 10)],
        scoresAreColumn: false, batch: -1, tables: []);

    private static LinearModel Named(InputBinding[] inputs, bool scoresAreColumn, int batch, int[]? tables = null) =>
        new([.. inputs.Select((input, i) => input with { Name = $"input{i}" })], tables ?? TablesOf(inputs), scoresAreColumn, batch);

    /// <summary>One input of all columns for each feature that some read, so that widths are those of the world.</summary>
    private static IEnumerable<InputBinding> Whole(InputBinding[] some) =>
        from feature in some.Select(input => input.Feature).Distinct()
        where feature is FeatureKind.CandidateDense or FeatureKind.CandidateSparse or FeatureKind.QueryDense or FeatureKind.QuerySparse
        select new InputBinding("", feature, feature is FeatureKind.CandidateDense or FeatureKind.QueryDense ? "float32" : "int32", MostColumns(feature));

    private static int[] TablesOf(InputBinding[] inputs) =>
    [
        .. inputs.Any(input => input.Feature == FeatureKind.CandidateSparse) ? s_tables[..SparseWidth] : [],
        .. inputs.Any(input => input.Feature == FeatureKind.QuerySparse) ? s_tables[SparseWidth..] : [],
    ];

    private static int MostColumns(FeatureKind feature) => feature switch
    {
        FeatureKind.CandidateDense => DenseWidth,
        FeatureKind.CandidateSparse => SparseWidth,
        FeatureKind.QueryDense => QueryDenseWidth,
        FeatureKind.QuerySparse => QuerySparseWidth,
        FeatureKind.BagOffsets => 3,
        _ => 1,
    };

    private static Gen<string> TypeOf(FeatureKind feature) => feature switch
    {
        FeatureKind.CandidateDense or FeatureKind.QueryDense => Gen.Const("float32"),
        FeatureKind.BagOffsets => Gen.OneOf(Gen.Const("int32"), Gen.Const("int64")),
        _ => Gen.OneOf(Gen.Const("int32"), Gen.Const("int64"), Gen.Const("float32")),
    };
}
