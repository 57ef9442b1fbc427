using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Models_load_by_name_and_their_checksums_hold()
    {
        Write("b", external: true);
        Write("a", external: false);
        IReadOnlyList<ModelFile> models = ModelFolder.Load(_folder.Root);
        models.Select(model => model.Card.Name).ShouldBe(["a", "b"]);
        models[1].ModelPath.ShouldBe(_folder.PathOf("b.onnx"));
        models[1].Card.Sha256.Keys.Order().ShouldBe(["b.onnx", "b.onnx.data"]);
        foreach (ModelFile model in models)
            model.VerifyChecksums();
    }

    [Fact]
    public void A_changed_byte_is_found()
    {
        Write("a", external: true);
        using (FileStream stream = File.OpenWrite(_folder.PathOf("a.onnx.data")))
            stream.WriteByte(99);
        ModelFile model = ModelFolder.Load(_folder.Root).ShouldHaveSingleItem();
        Should.Throw<ConfigException>(model.VerifyChecksums).Problems.ShouldHaveSingleItem().Field.ShouldBe("sha256.a.onnx.data");
    }

    [Fact]
    public void A_card_may_not_leave_its_folder()
    {
        Change("a", card => card with { File = "../a.onnx", Sha256 = new Dictionary<string, string> { ["/etc/hostname"] = "0" } });
        Should.Throw<ConfigException>(() => ModelFolder.Load(_folder.Root)).Problems.Select(problem => problem.Field).ShouldBe(["sha256./etc/hostname", "file"]);
    }

    [Fact]
    public void A_file_without_a_checksum_is_refused()
    {
        Change("a", card => card with { Sha256 = new Dictionary<string, string> { ["a.onnx"] = "0" } }, external: true);
        Should.Throw<ConfigException>(() => ModelFolder.Load(_folder.Root)).Problems.ShouldHaveSingleItem().Problem.ShouldContain("a.onnx.data");
    }

    [Fact]
    public void External_tables_may_not_leave_the_folder()
    {
        Write("a", external: true);
        byte[] bytes = File.ReadAllBytes(_folder.PathOf("a.onnx"));
        int at = bytes.AsSpan().IndexOf("a.onnx.data"u8);
        "../../x.dat"u8.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(_folder.PathOf("a.onnx"), bytes);
        Should.Throw<ConfigException>(() => ModelFolder.Load(_folder.Root)).Problems.ShouldHaveSingleItem().Problem.ShouldContain("../../x.dat");
    }

    [Fact]
    public void Problems_of_all_cards_are_listed()
    {
        Change("a", card => card with { Inputs = [card.Inputs[0], card.Inputs[1] with { Type = "int8", Width = 3 }] });
        Change("b", card => card with { Tables = [0] });
        Write("c", external: false);
        File.WriteAllText(_folder.PathOf("c.onnx"), "no model");
        File.WriteAllText(_folder.PathOf("d.card.json"), "{");
        ConfigException error = Should.Throw<ConfigException>(() => ModelFolder.Load(_folder.Root));
        error.Problems.Select(problem => (Path.GetFileName(problem.File)[..1], problem.Field))
            .ShouldBe([("a", "inputs[1].type"), ("a", "tables"), ("b", "tables[0]"), ("c", "file"), ("d", "")]);
    }

    [Fact]
    public void Two_models_of_one_name_are_refused()
    {
        Write("a", external: false);
        Change("b", card => card with { Name = "a" });
        Should.Throw<ConfigException>(() => ModelFolder.Load(_folder.Root)).Problems.ShouldHaveSingleItem().Field.ShouldBe("name");
    }

    [Fact]
    public void An_empty_folder_says_how_models_are_made() =>
        Should.Throw<ConfigException>(() => ModelFolder.Load(_folder.Root)).Message.ShouldContain("recpipe train");

    private ModelCard Write(string name, bool external)
    {
        DlrmConfig config = TestModels.Config(2, [3], [], name: name);
        return DlrmGraph.Write(config, [5], RandomWeights.Make(config, 1, 1, 0.1f), _folder.Root, externalAboveBytes: external ? 0 : long.MaxValue);
    }

    private void Change(string name, Func<ModelCard, ModelCard> change, bool external = false) =>
        ConfigFile.Save(_folder.PathOf(name + ModelCard.Suffix), change(Write(name, external)));
}
