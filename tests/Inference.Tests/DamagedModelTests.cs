using System.Runtime.InteropServices;
using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Models.Onnx;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Tests;

/// <summary>What ONNX Runtime makes of files that nobody checked the sums of.</summary>
public sealed class DamagedModelTests(TinyWorld world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_ends_too_early_is_refused_or_loads()
    {
        byte[] valid = Copy();
        int refused = 0;
        for (int seed = 0; seed < 150; seed++)
            refused += Loads(valid[..new Random(seed).Next(valid.Length)], $"seed {seed}") ? 0 : 1;
        refused.ShouldBeGreaterThan(140);
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        Copy();
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            byte[] noise = new byte[random.Next(4000)];
            random.NextBytes(noise);
            Loads(noise, $"seed {seed}").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_table_in_a_folder_below_the_model_is_read_and_one_that_is_too_short_is_refused()
    {
        Directory.CreateDirectory(_folder.PathOf("weights"));
        string table = _folder.PathOf("weights", "table");
        await File.WriteAllBytesAsync(table, MemoryMarshal.AsBytes<float>([5, 7, 6]).ToArray(), TestContext.Current.CancellationToken);
        ModelFile model = TableModel();
        await using (EnginePool pool = new(new() { Engines = 1 }, [ModelSession.Load(model, new CpuBackend())], null, TimeProvider.System))
        {
            StageReply reply = await pool.RankAsync(new("table", new int[] { 0, 1, 2 }, 3, Deadline.None), TestContext.Current.CancellationToken);
            reply.Positions.ToArray().ShouldBe([1, 2, 0]);
        }
        await File.WriteAllBytesAsync(table, new byte[8], TestContext.Current.CancellationToken);
        Should.Throw<ConfigException>(() => ModelSession.Load(model, new CpuBackend())).Message.ShouldContain("ONNX Runtime cannot load it");
    }

    private byte[] Copy()
    {
        foreach (string file in Directory.GetFiles(world.ModelsFolder, TinyWorld.Narrow + ".*"))
            File.Copy(file, _folder.PathOf(Path.GetFileName(file)));
        return File.ReadAllBytes(_folder.PathOf("narrow.onnx"));
    }

    /// <summary>As a worker loads a folder, but for the checksums.</summary>
    private bool Loads(byte[] bytes, string what)
    {
        File.WriteAllBytes(_folder.PathOf("narrow.onnx"), bytes);
        try
        {
            foreach (ModelSession session in ModelSession.LoadFolder(_folder.Root, new CpuBackend(), verifyChecksums: false))
                session.Dispose();
            return true;
        }
        catch (ConfigException e)
        {
            e.Problems.ShouldNotBeEmpty();
            return false;
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
            return false;
        }
    }

    private ModelFile TableModel()
    {
        GraphBuilder graph = new("table");
        string rows = graph.External("table", ElementType.Float32, new ExternalTensor("weights/table", 0, 12), 3);
        graph.Node("Gather", [rows, graph.Input("id", ElementType.Int32, -1)], "score");
        graph.Output("score", ElementType.Float32, -1);
        File.WriteAllBytes(_folder.PathOf("table.onnx"), graph.ToBytes());
        string path = _folder.PathOf("table" + ModelCard.Suffix);
        ConfigFile.Save(path, new ModelCard
        {
            Name = "table",
            Family = "formula",
            Configuration = System.Text.Json.JsonSerializer.SerializeToElement(new { }),
            File = "table.onnx",
            Sha256 = new Dictionary<string, string> { ["table.onnx"] = "", ["weights/table"] = "" },
            Opset = GraphBuilder.Opset,
            Inputs = [new("id", FeatureKind.CandidateId, "int32", 1, Layout: InputLayout.Vector, Rows: 3)],
            Output = new("score", ScoreKind.Logit),
            Tables = [],
        });
        return ModelFile.Load(path);
    }
}
