using System.IO.Compression;
using CsCheck;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Weights;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests.Weights;

/// <summary>A DLRM under the names of facebookresearch/dlrm becomes the graph that the trainer writes.</summary>
public sealed class DlrmImportTests : IDisposable
{
    private static readonly DlrmConfig s_config = TestModels.Config(2, [3, 4], [5]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_model_scores_as_PyTorch_would_compute_it() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 9].Array[1, 3], Gen.Int[1, 9].Array[0, 2], Gen.Enum<Interaction>(), Gen.Int[1, 30].Array[1, 5], Gen.Bool, Gen.Int).Sample((dim, bottom, top, interaction, tables, npz, seed) =>
        {
            DlrmConfig config = TestModels.Config(dim, bottom, top, interaction);
            Tensor[] tensors = Tensors(config, tables, seed);
            string path = npz ? Npz(tensors) : Safetensors(tensors);
            (float[] dense, int[] sparse) = TestModels.Rows(7, config.DenseWidth, tables, seed);
            ModelCard card = ModelImport.Build(config, path, _folder.Root, cancellationToken: TestContext.Current.CancellationToken);
            card.Tables.ShouldBe(tables);
            float[] actual = TestModels.Run(_folder.Root, card, dense, sparse);
            for (int i = 0; i < actual.Length; i++)
                ((double)actual[i]).ShouldBe(Score(config, tensors, dense.AsSpan(i * config.DenseWidth, config.DenseWidth).ToArray(), sparse.AsSpan(i * tables.Length, tables.Length).ToArray()), 1e-6);
        }, iter: 40, threads: 1);

    [Fact]
    public void Large_tables_go_to_the_file_of_tables_block_by_block()
    {
        int[] tables = [70_000, 3, 90_000];
        DlrmConfig config = TestModels.Config(16, [3], [4]);
        Tensor[] tensors = Tensors(config, tables, seed: 3);
        using WeightFile file = WeightFile.Open(Npz(tensors));
        ModelCard card = DlrmImport.Build(config, file, _folder.PathOf("out"), externalAboveBytes: 0, cancellationToken: TestContext.Current.CancellationToken);
        card.Sha256.Keys.ShouldContain("m.onnx.data");
        byte[] expected = [.. new[] { "emb_l.0.weight", "emb_l.1.weight", "emb_l.2.weight" }.SelectMany(name => tensors.Single(t => t.Name == name).Values).SelectMany(BitConverter.GetBytes)];
        File.ReadAllBytes(_folder.PathOf("out", "m.onnx.data")).AsSpan().SequenceEqual(expected).ShouldBeTrue();
    }

    [Fact]
    public void The_card_says_where_the_weights_come_from()
    {
        ModelCard card = ModelImport.Build(s_config, Safetensors(Tensors(s_config, [4, 5], 1)), _folder.PathOf("out"), cancellationToken: TestContext.Current.CancellationToken);
        card.BuiltFrom.ShouldBe("x.safetensors");
        ConfigFile.Load<ModelCard>(_folder.PathOf("out", "m.card.json")).BuiltFrom.ShouldBe("x.safetensors");
        Directory.EnumerateFileSystemEntries(_folder.PathOf("out")).Select(Path.GetFileName).Order().ShouldBe(["m.card.json", "m.onnx"]);
    }

    [Fact]
    public void Everything_wrong_is_listed_at_once_and_nothing_is_written()
    {
        List<Tensor> tensors = [.. Tensors(s_config, [4, 5, 6], 1)];
        tensors.RemoveAll(tensor => tensor.Name is "emb_l.1.weight" or "top_l.2.bias");
        int at = tensors.FindIndex(tensor => tensor.Name == "bot_l.2.weight");
        tensors[at] = tensors[at] with { Shape = [tensors[at].Shape[1], tensors[at].Shape[0]] };
        tensors.Add(Tensor.Random("loss_ws", new Random(1), 2));
        ConfigException error = Should.Throw<ConfigException>(() => ModelImport.Build(s_config, Npz([.. tensors]), _folder.PathOf("out"), cancellationToken: TestContext.Current.CancellationToken));
        error.Problems.Select(problem => (problem.Field, problem.Problem)).ShouldBe(
        [
            ("emb_l.1.weight", "It is missing."),
            ("bot_l.2.weight", "Its shape is [4, 2]."),
            ("top_l.2.bias", "It is missing."),
            ("loss_ws", "The configuration has no place for this tensor."),
        ]);
        Directory.Exists(_folder.PathOf("out")).ShouldBeFalse();
    }

    [Fact]
    public void Damaged_elements_are_found_before_anything_is_written()
    {
        Tensor[] tensors = Tensors(s_config, [4, 5], 1);
        tensors[0].Values[3] = float.PositiveInfinity;
        tensors[^1].Values[0] = float.NaN;
        ConfigException error = Should.Throw<ConfigException>(() => ModelImport.Build(s_config, Npz(tensors), _folder.PathOf("out"), cancellationToken: TestContext.Current.CancellationToken));
        error.Problems.Select(problem => problem.Field).ShouldBe([tensors[0].Name, tensors[^1].Name]);
        Directory.Exists(_folder.PathOf("out")).ShouldBeFalse();
    }

    private string Npz(Tensor[] tensors)
    {
        string path = _folder.PathOf("x.npz");
        File.WriteAllBytes(path, WeightFiles.Npz(CompressionLevel.Fastest, tensors.Select((tensor, i) => (tensor.Name, WeightFiles.Npy(tensor, fortranOrder: i % 3 == 1)))));
        return path;
    }

    private string Safetensors(Tensor[] tensors)
    {
        string path = _folder.PathOf("x.safetensors");
        File.WriteAllBytes(path, WeightFiles.Safetensors(tensors.Select(tensor => (tensor, "F32"))));
        return path;
    }

    /// <summary>A state dictionary: Linear layers are [out, in], with an activation after each.</summary>
    private static Tensor[] Tensors(DlrmConfig config, int[] tables, int seed)
    {
        Random random = new(seed);
        int[] top = [config.InteractionWidth(tables.Length), .. config.TopMlp];
        return
        [
            .. tables.Select((rows, k) => Tensor.Random($"emb_l.{k}.weight", random, rows, config.EmbeddingDim)),
            .. Mlp("bot_l", [.. config.BottomMlp]),
            .. Mlp("top_l", top),
        ];

        IEnumerable<Tensor> Mlp(string prefix, int[] widths)
        {
            for (int i = 0; i + 1 < widths.Length; i++)
            {
                yield return Tensor.Random($"{prefix}.{2 * i}.weight", random, widths[i + 1], widths[i]);
                yield return Tensor.Random($"{prefix}.{2 * i}.bias", random, widths[i + 1]);
            }
        }
    }

    /// <summary>dlrm_s_pytorch.py's forward pass in double, written from its own definition and from nothing of this repository.</summary>
    private static double Score(DlrmConfig config, Tensor[] tensors, float[] dense, int[] sparse)
    {
        double[] x = Mlp("bot_l", Array.ConvertAll(dense, value => (double)value), lastIsRelu: true);
        double[][] t = [x, .. sparse.Select((row, k) => Row($"emb_l.{k}.weight", row, config.EmbeddingDim))];
        List<double> r = [.. x];
        if (config.Interaction == Interaction.Cat)
            r.AddRange(t.Skip(1).SelectMany(vector => vector));
        else
        {
            // li, lj = [i for i in range(ni) for j in range(i)], [j for i in range(ni) for j in range(i)]
            foreach ((int i, int j) in Enumerable.Range(0, t.Length).SelectMany(i => Enumerable.Range(0, i).Select(j => (i, j))))
                r.Add(t[i].Zip(t[j], (a, b) => a * b).Sum());
        }
        return 1 / (1 + Math.Exp(-Mlp("top_l", [.. r], lastIsRelu: false)[0]));

        double[] Mlp(string prefix, double[] input, bool lastIsRelu)
        {
            int layers = tensors.Count(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)) / 2;
            for (int n = 0; n < layers; n++)
            {
                int outputs = (int)Named($"{prefix}.{2 * n}.bias").Shape[0], inputs = input.Length;
                input = [.. Enumerable.Range(0, outputs).Select(o => Row($"{prefix}.{2 * n}.weight", o, inputs).Zip(input, (w, v) => w * v).Sum() + Named($"{prefix}.{2 * n}.bias").Values[o])
                    .Select(y => n < layers - 1 || lastIsRelu ? Math.Max(y, 0) : y)];
            }
            return input;
        }

        double[] Row(string name, int row, int width) => Array.ConvertAll(Named(name).Values.AsSpan(row * width, width).ToArray(), value => (double)value);

        Tensor Named(string name) => tensors.Single(tensor => tensor.Name == name);
    }
}
