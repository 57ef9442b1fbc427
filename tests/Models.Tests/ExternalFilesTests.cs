using System.Security.Cryptography;
using Google.Protobuf;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Models.Inspection;
using RecPipe.Models.Onnx.Proto;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests;

/// <summary>A model's tensors may lie in other files of its folder, and nowhere else.</summary>
public sealed class ExternalFilesTests : IDisposable
{
    private readonly TemporaryFolder _outside = new();
    private readonly string _folder;

    public ExternalFilesTests()
    {
        _folder = _outside.PathOf("model");
        Directory.CreateDirectory(Path.Combine(_folder, "weights"));
        File.WriteAllText(_outside.PathOf("secret"), "secret");
        File.WriteAllText(Path.Combine(_folder, "own"), "own");
        File.WriteAllText(Path.Combine(_folder, "weights", "deep"), "deep");
    }

    public void Dispose() => _outside.Dispose();

    public static TheoryData<string> Places => [.. s_places.Keys];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_tensor_is_found_wherever_it_is_written_down(string place)
    {
        ModelProto model = new() { Graph = new() { Output = { new ValueInfoProto { Name = "y" } } } };
        s_places[place](model, External("weights/deep"));
        Write(model);
        ModelInspector.Inspect(ModelPath).ExternalFiles.ShouldBe(["weights/deep"]);
        Problems("own").ShouldHaveSingleItem().ShouldBe("file: \"weights/deep\" has no entry in sha256.");
        Problems("weights/deep").ShouldBeEmpty();
    }

    public static TheoryData<string, string> Escapes => new()
    {
        { "../secret", "does not name a file in the model's folder" },
        { "weights/../../secret", "does not name a file in the model's folder" },
        { "/etc/hostname", "does not name a file in the model's folder" },
        { "..\\secret", "does not name a file in the model's folder" },
        { "C:\\secret", "does not name a file in the model's folder" },
        { "weights//deep", "does not name a file in the model's folder" },
        { "./own", "does not name a file in the model's folder" },
        { "", "does not name a file in the model's folder" },
        { "link-to-file", "is a link that leaves the model's folder" },
        { "link-to-folder/secret", "is a link that leaves the model's folder" },
        { "weights/link-to-file", "is a link that leaves the model's folder" },
        { "two-links", "is a link that leaves the model's folder" },
        { "circle", "" },
        { "absent", "There is no file" },
        { "weights", "There is no file" },
    };

    [Theory]
    [MemberData(nameof(Escapes))]
    public void A_location_that_leaves_the_folder_is_refused(string location, string problem)
    {
        Link("link-to-file", "../secret");
        Link("link-to-folder", "..");
        Link("weights/link-to-file", _outside.PathOf("secret"));
        Link("two-links", "weights/link-to-file");
        Link("circle", "circle");
        Write(WithInitializer(External(location)));
        Problems(location).ShouldNotBeEmpty();
        Problems(location).ShouldAllBe(found => found.Contains(problem));
        Should.Throw<ConfigException>(() => ModelInspector.Inspect(ModelPath)).Message.ShouldContain(problem);
    }

    [Fact]
    public void Links_that_stay_inside_are_followed_as_mounted_volumes_need()
    {
        Link("..data", "weights");
        Link("linked", "..data/deep");
        Directory.CreateSymbolicLink(_outside.PathOf("elsewhere"), _folder);
        Write(WithInitializer(External("linked")));
        Problems("linked").ShouldBeEmpty();
        ModelInspector.Inspect(_outside.PathOf("elsewhere", "m.onnx")).ExternalFiles.ShouldBe(["linked"]);
    }

    [Fact]
    public void Every_location_that_a_tensor_states_is_checked()
    {
        TensorProto tensor = External("own");
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../secret" });
        Write(WithInitializer(tensor));
        Problems("own").ShouldHaveSingleItem().ShouldContain("../secret");
    }

    private static readonly Dictionary<string, Action<ModelProto, TensorProto>> s_places = new()
    {
        ["an initializer"] = (model, tensor) => model.Graph.Initializer.Add(tensor),
        ["a sparse initializer's values"] = (model, tensor) => model.Graph.SparseInitializer.Add(new SparseTensorProto { Values = tensor }),
        ["a sparse initializer's indices"] = (model, tensor) => model.Graph.SparseInitializer.Add(new SparseTensorProto { Indices = tensor }),
        ["a constant"] = (model, tensor) => model.Graph.Node.Add(Node("Constant", new AttributeProto { Name = "value", T = tensor })),
        ["a sparse constant"] = (model, tensor) => model.Graph.Node.Add(Node("Constant", new AttributeProto { Name = "sparse_value", SparseTensor = new() { Values = tensor } })),
        ["a list of tensors"] = (model, tensor) => model.Graph.Node.Add(Node("Own", new AttributeProto { Name = "list", Tensors = { tensor } })),
        ["a loop's body"] = (model, tensor) => model.Graph.Node.Add(Loop(new GraphProto { Initializer = { tensor } })),
        ["a constant in an If in a Loop"] = (model, tensor) => model.Graph.Node.Add(Loop(new GraphProto
        {
            Node = { Node("If", new AttributeProto { Name = "then_branch", G = new() { Node = { Node("Constant", new AttributeProto { Name = "value", T = tensor }) } } }) },
        })),
        ["a list of graphs"] = (model, tensor) => model.Graph.Node.Add(Node("Own", new AttributeProto { Name = "graphs", Graphs = { new GraphProto { Initializer = { tensor } } } })),
        ["a function"] = (model, tensor) => model.Functions.Add(new FunctionProto { Node = { Node("Constant", new AttributeProto { Name = "value", T = tensor }) } }),
        ["training"] = (model, tensor) => model.TrainingInfo.Add(new TrainingInfoProto { Algorithm = new() { Initializer = { tensor } } }),
    };

    private string ModelPath => Path.Combine(_folder, "m.onnx");

    private static NodeProto Node(string op, AttributeProto attribute) => new() { OpType = op, Attribute = { attribute } };

    private static NodeProto Loop(GraphProto body) => Node("Loop", new AttributeProto { Name = "body", G = body });

    private static ModelProto WithInitializer(TensorProto tensor) =>
        new() { Graph = new() { Initializer = { tensor }, Output = { new ValueInfoProto { Name = "y" } } } };

    private static TensorProto External(string location) => new()
    {
        Name = "table",
        DataType = 1,
        Dims = { 1 },
        DataLocation = TensorProto.Types.DataLocation.External,
        ExternalData = { new StringStringEntryProto { Key = "location", Value = location } },
    };

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(_folder, name), target);

    private void Write(ModelProto model) => File.WriteAllBytes(ModelPath, model.ToByteArray());

    /// <summary>Problems of a card that lists the model and one more file.</summary>
    private string[] Problems(string listed)
    {
        string path = Path.Combine(_folder, "m.card.json");
        ConfigFile.Save(path, new ModelCard
        {
            Name = "m",
            Family = "test",
            Configuration = System.Text.Json.JsonSerializer.SerializeToElement(new { }),
            File = "m.onnx",
            Sha256 = new Dictionary<string, string> { ["m.onnx"] = Convert.ToHexStringLower(SHA256.HashData([])), [listed] = "" },
            Opset = 18,
            Inputs = [new("x", FeatureKind.CandidateDense, "float32", 1)],
            Output = new("y", ScoreKind.Logit),
            Tables = [],
        });
        try
        {
            ModelFile.Load(path);
            return [];
        }
        catch (ConfigException e)
        {
            return [.. e.Problems.Select(problem => $"{problem.Field}: {problem.Problem}")];
        }
    }
}
