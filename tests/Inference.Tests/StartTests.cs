using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Models.Onnx;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Tests;

/// <summary>What stops a pool from starting, and what a model can still do wrong once it has.</summary>
public sealed class StartTests(TinyWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_mismatch_between_graph_and_card_is_listed()
    {
        ModelCard card = CopyOf(TinyWorld.Narrow);
        ConfigFile.Save(_folder.PathOf("narrow.card.json"), card with
        {
            Inputs = [card.Inputs[0] with { Width = 5 }, card.Inputs[1] with { Name = "categories" }],
            Output = card.Output with { Name = "click" },
        });
        ConfigException e = Should.Throw<ConfigException>(() => ModelSession.LoadFolder(_folder.Root, new CpuBackend(), verifyChecksums: true));
        e.Problems.ShouldAllBe(problem => problem.File == _folder.PathOf("narrow.card.json"));
        e.Problems.Select(problem => $"{problem.Field}: {problem.Problem}").ShouldBe(
        [
            "inputs[0]: The card says float32 [batch, 5]; \"dense\" is float32 [batch, 3].",
            "inputs[1].name: The graph has no input \"categories\"; it has \"dense\", \"sparse\".",
            "inputs: Nothing feeds the graph's input \"sparse\".",
            "output.name: The graph has no output \"click\"; it has \"score\".",
        ]);
    }

    [Fact]
    public void Every_mismatch_between_models_and_store_is_listed()
    {
        ConfigException e = Should.Throw<ConfigException>(() => new EnginePool(new(), world.LoadModels(), new OtherStore(), TimeProvider.System));
        e.Problems.Count.ShouldBe(4);
        e.Problems[0].Problem.ShouldBe("The model reads 3 dense features; the feature store has 2.");
        (e.Problems[1].Field, e.Problems[1].Problem).ShouldBe(("tables[1]", "The table has 100 rows; values of the feature store need 101."));
    }

    [Fact]
    public void A_changed_model_file_is_refused_unless_checksums_are_skipped()
    {
        CopyOf(TinyWorld.Narrow);
        byte[] model = File.ReadAllBytes(_folder.PathOf("narrow.onnx"));
        model[model.Length / 2] ^= 1; // inside the embeddings
        File.WriteAllBytes(_folder.PathOf("narrow.onnx"), model);
        ConfigException e = Should.Throw<ConfigException>(() => ModelSession.LoadFolder(_folder.Root, new CpuBackend(), verifyChecksums: true));
        e.Problems.ShouldHaveSingleItem().Field.ShouldBe("sha256.narrow.onnx");
        using ModelSession unverified = ModelSession.LoadFolder(_folder.Root, new CpuBackend(), verifyChecksums: false)[0];
        unverified.Name.ShouldBe(TinyWorld.Narrow);
    }

    [Fact]
    public void All_options_out_of_range_are_listed() =>
        Should.Throw<ConfigException>(() => world.Pool(new()
        {
            Name = "",
            Engines = 0,
            QueueCapacity = 0,
            MaxCandidates = -1,
            SubBatchRows = -1,
            DrainLimit = TimeSpan.FromSeconds(-1),
        })).Problems.Select(problem => problem.Field).ShouldBe(["Name", "Engines", "QueueCapacity", "MaxCandidates", "SubBatchRows", "DrainLimit"]);

    [Fact]
    public void A_backend_this_build_or_machine_lacks_stops_the_start_with_the_remedy()
    {
        ConfigException cuda = Should.Throw<ConfigException>(() => BackendCatalog.Find("cuda", "w.json", "backend"));
        cuda.Problems.ShouldHaveSingleItem().Remedy.ShouldContain(BackendCatalog.CarriesGpu ? "CUDA" : "-p:OnnxRuntime=Gpu");
        ConfigException unknown = Should.Throw<ConfigException>(() => BackendCatalog.Find("tpu", "w.json", "backend"));
        unknown.Message.ShouldBe("w.json: backend: There is no backend \"tpu\". Choose \"cpu\" or \"cuda\".");
        Should.Throw<ConfigException>(() => new CudaBackend().CreateSessionOptions()).Message.ShouldContain("nvidia-smi");
    }

    [Fact]
    public async Task A_NaN_score_is_an_error_that_names_the_candidate_and_the_engine_lives_on()
    {
        await using EnginePool pool = new(new() { Engines = 2, SubBatchRows = 2 }, [LogarithmModel()], null, TimeProvider.System);
        StageReply reply = await Rank(pool, 1, 2, 3, -1);
        reply.Status.ShouldBe(StageStatus.Internal);
        reply.Detail.ShouldBe("The model logarithm scored candidate 103 (position 3) NaN.");
        StageReply infinite = await Rank(pool, 1, 0, 3, 2);
        infinite.Positions.ToArray().ShouldBe([2, 3, 0, 1]);
        infinite.Scores.Span[3].ShouldBe(float.NegativeInfinity);
    }

    public void Dispose() => _folder.Dispose();

    private static ValueTask<StageReply> Rank(EnginePool pool, params float[] dense) => pool.RankAsync(
        new StageRequest("logarithm", Enumerable.Range(100, dense.Length).ToArray(), 9, Deadline.None, new InlineFeatures(dense, default)),
        TestContext.Current.CancellationToken);

    /// <summary>A graph of another shape: score float32 [batch, 1] = ln(dense), no sparse features.</summary>
    private ModelSession LogarithmModel()
    {
        GraphBuilder graph = new("logarithm");
        graph.Node("Log", [graph.Input("x", ElementType.Float32, -1, 1)], "y");
        graph.Output("y", ElementType.Float32, -1, 1);
        File.WriteAllBytes(_folder.PathOf("logarithm.onnx"), graph.ToBytes());
        ConfigFile.Save(_folder.PathOf("logarithm.card.json"), new ModelCard
        {
            Name = "logarithm",
            Family = "formula",
            Configuration = System.Text.Json.JsonSerializer.SerializeToElement(new { }),
            File = "logarithm.onnx",
            Sha256 = new Dictionary<string, string> { ["logarithm.onnx"] = new string('0', 64) },
            Opset = GraphBuilder.Opset,
            Inputs = [new InputBinding("x", FeatureKind.CandidateDense, "float32", 1)],
            Output = new OutputBinding("y", ScoreKind.Logit),
            Tables = [],
        });
        return ModelSession.Load(ModelFile.Load(_folder.PathOf("logarithm.card.json")), new CpuBackend());
    }

    private ModelCard CopyOf(string model)
    {
        foreach (string file in Directory.GetFiles(world.ModelsFolder, model + ".*"))
            File.Copy(file, _folder.PathOf(Path.GetFileName(file)));
        return ConfigFile.Load<ModelCard>(_folder.PathOf(model + ModelCard.Suffix));
    }

    private sealed class OtherStore : IFeatureSource
    {
        public int Rows => 1;

        public int DenseWidth => 2;

        public int SparseWidth => 4;

        public IReadOnlyList<int> TableRows => [7, 101, 1000, 3];

        public void Gather(ReadOnlySpan<int> ids, Span<float> dense, Span<int> sparse) => throw new NotSupportedException();
    }
}
