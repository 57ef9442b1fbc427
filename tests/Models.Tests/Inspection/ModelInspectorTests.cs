using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Files;
using RecPipe.Models.Inspection;
using RecPipe.Models.Onnx;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests.Inspection;

public sealed class ModelInspectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_that_the_DLRM_authors_program_saved_needs_no_hand_written_card()
    {
        string path = _folder.PathOf("dlrm.onnx");
        File.Copy(Repository.RealData("onnx", "dlrm_s_pytorch.onnx"), path);
        ModelInspection model = ModelInspector.Inspect(path);

        (model.Producer, model.IrVersion, model.Parameters, model.Bytes, model.FixedBatch).ShouldBe(("pytorch 1.10", 7, 90, 42427, 0));
        model.Opsets.ShouldBe(new Dictionary<string, long> { ["ai.onnx"] = 11 });
        model.Inputs.Select(input => $"{input}").ShouldBe(
        [
            "dense_x: float32 [batch_size, 4]", "offsets: int64 [3, batch_size]",
            "indices_0: int64 [batch_size]", "indices_1: int64 [batch_size]", "indices_2: int64 [batch_size]",
        ]);
        model.Outputs.ShouldHaveSingleItem().ToString().ShouldBe("pred: float32 [batch_size, 1]");
        model.Card.Inputs.ShouldBe(
        [
            new("dense_x", FeatureKind.CandidateDense, "float32", 4),
            new("offsets", FeatureKind.BagOffsets, "int64", 3, Layout: InputLayout.Columns),
            new("indices_0", FeatureKind.CandidateSparse, "int64", 1, 0, InputLayout.Vector),
            new("indices_1", FeatureKind.CandidateSparse, "int64", 1, 1, InputLayout.Vector),
            new("indices_2", FeatureKind.CandidateSparse, "int64", 1, 2, InputLayout.Vector),
        ]);
        model.Card.Tables.ShouldBe([4, 3, 2]);
        model.Card.Output.ShouldBe(new("pred", ScoreKind.Probability));
        model.Unsure.ShouldBe(
        [
            "inputs[1] (offsets).feature: bagOffsets, by its name.",
            "inputs: indices_0, indices_1, indices_2 take the columns of candidateSparse in this order.",
        ]);

        ModelFile served = ModelFile.Load(ModelInspector.WriteCard(model));
        served.VerifyChecksums();
        served.Card.Sha256["dlrm.onnx"].ShouldBe("fb14ba2dcd4e7b5e6d0aa6ff16bf1b570870ac265a4a1aa1575764d76a5e0fa0");
    }

    [Theory]
    [InlineData(Interaction.Dot, false)]
    [InlineData(Interaction.Cat, true)]
    public void The_card_proposed_for_our_own_DLRM_is_its_own(Interaction interaction, bool external)
    {
        DlrmConfig config = TestModels.Config(4, [6], [8], interaction);
        int[] tables = [7, 100, 1, 3];
        ModelCard own = DlrmGraph.Write(config, tables, RandomWeights.Make(config, tables.Length, 1, 0.1f), _folder.Root, externalAboveBytes: external ? 0 : long.MaxValue);
        ModelInspection model = ModelInspector.Inspect(_folder.PathOf("m.onnx"));
        AssertSame(model.Card, own);
        model.Card.Tables.ShouldBe(tables);
        model.Unsure.ShouldBeEmpty();
        model.ExternalFiles.ShouldBe(external ? ["m.onnx.data"] : []);
        model.Bytes.ShouldBe(Directory.GetFiles(_folder.Root, "m.onnx*").Sum(file => new FileInfo(file).Length));
    }

    [Fact]
    public void The_card_proposed_for_our_own_NeuMF_is_its_own()
    {
        NeumfConfig config = TestModels.Neumf(2, [4, 3]);
        ModelCard own = NeumfGraph.Write(config, 70, 50, RandomWeights.Make(config, 1, 0.1f), _folder.Root);
        ModelInspection model = ModelInspector.Inspect(_folder.PathOf("m.onnx"));
        AssertSame(model.Card, own);
        model.Unsure.ShouldBe(["inputs[0] (user).feature: user, by its name.", "inputs[1] (item).feature: candidateId, by its name."]);
    }

    [Fact]
    public void What_cannot_be_told_is_said_and_the_placeholder_refuses()
    {
        GraphBuilder graph = new("g");
        string user = graph.Node("Cast", [graph.Input("user_profile", ElementType.Int64, -1, 3)], null, ("to", 1));
        string wide = graph.Node("MatMul", [graph.Input("x", ElementType.Float32, -1, -1), graph.Constant("w", [1f, 2f], 2, 1)]);
        graph.Node("Add", [graph.Node("ReduceSum", [user, graph.Constant("axes", [1L], 1)]), wide], "y");
        graph.Output("y", ElementType.Float32, -1, 1);
        File.WriteAllBytes(_folder.PathOf("g.onnx"), graph.ToBytes());

        ModelInspection model = ModelInspector.Inspect(_folder.PathOf("g.onnx"));

        model.Card.Inputs.ShouldBe([new("user_profile", FeatureKind.QuerySparse, "int64", 3), new("x", FeatureKind.CandidateDense, "float32", 1)]);
        model.Card.Tables.ShouldBe([1, 1, 1]);
        model.Card.Output.ShouldBe(new("y", ScoreKind.Logit));
        model.Unsure.Select(unsure => unsure[..unsure.IndexOf(':')]).ShouldBe(
        [
            "inputs[0] (user_profile).feature", "tables, for column 0 of inputs[0] (user_profile)", "tables, for column 1 of inputs[0] (user_profile)",
            "tables, for column 2 of inputs[0] (user_profile)", "inputs[1] (x).width", "output.kind",
        ]);
    }

    [Fact]
    public void A_column_is_followed_to_its_own_table()
    {
        GraphBuilder graph = new("g");
        string ids = graph.Input("ids", ElementType.Int32, 1, 3);
        string first = graph.Node("Gather", [ids, graph.Constant("zero", [0L], 1)], null, ("axis", 1));
        string second = graph.Node("Slice", [ids, graph.Constant("one", [1L], 1), graph.Constant("two", [2L], 1), graph.Constant("axis", [1L], 1)]);
        string a = graph.Node("Gather", [graph.Constant("a", new float[10], 5, 2), first]);
        string b = graph.Node("Gather", [graph.Constant("b", new float[18], 9, 2), graph.Node("Cast", [second], null, ("to", 7))]);
        graph.Node("Sigmoid", [graph.Node("Reshape", [graph.Node("ReduceSum", [graph.Node("Add", [a, b])]), graph.Constant("as_scores", [-1L], 1)])], "score");
        graph.Output("score", ElementType.Float32, 1);
        File.WriteAllBytes(_folder.PathOf("g.onnx"), graph.ToBytes());

        ModelInspection model = ModelInspector.Inspect(_folder.PathOf("g.onnx"));

        model.FixedBatch.ShouldBe(1);
        model.Card.Tables.ShouldBe([5, 9, 1]);
        model.Unsure.ShouldHaveSingleItem().ShouldStartWith("tables, for column 2 of inputs[0] (ids)");
    }

    [Fact]
    public void A_card_is_never_overwritten()
    {
        DlrmConfig config = TestModels.Config(2, [3], []);
        DlrmGraph.Write(config, [5], RandomWeights.Make(config, 1, 1, 0.1f), _folder.Root);
        string before = File.ReadAllText(_folder.PathOf("m.card.json"));
        Should.Throw<ConfigException>(() => ModelInspector.WriteCard(ModelInspector.Inspect(_folder.PathOf("m.onnx")))).Message.ShouldContain("There is a card already");
        File.ReadAllText(_folder.PathOf("m.card.json")).ShouldBe(before);
    }

    /// <summary>All that a graph can say: not its family, its configuration and its training.</summary>
    private static void AssertSame(ModelCard proposed, ModelCard own)
    {
        proposed.Inputs.ShouldBe(own.Inputs);
        proposed.Tables.ShouldBe(own.Tables);
        (proposed.Name, proposed.File, proposed.Opset, proposed.Output).ShouldBe((own.Name, own.File, own.Opset, own.Output));
        proposed.Sha256.OrderBy(file => file.Key).ShouldBe(own.Sha256.OrderBy(file => file.Key));
    }
}
