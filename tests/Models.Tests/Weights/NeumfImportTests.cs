using System.IO.Compression;
using Microsoft.ML.OnnxRuntime;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Weights;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests.Weights;

/// <summary>NeuMF under the names of its authors, of PyTorch NCF and of MLPerf.</summary>
public sealed class NeumfImportTests : IDisposable
{
    private const int Users = 6, Items = 9;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_authors_GMF_gives_their_forward_pass()
    {
        (string, byte[])[] members = Authors("gmf.user_embedding_W", "gmf.item_embedding_W", "gmf.prediction_W", "gmf.prediction_b");
        CheckAuthors(new() { Name = "gmf", Family = "neumf", GmfDim = 8 }, members, (arrays, user, item) => Gmf(arrays, user, item));
    }

    [Fact]
    public void The_authors_MLP_gives_their_forward_pass()
    {
        (string, byte[])[] members = Authors([.. s_mlp]);
        CheckAuthors(new() { Name = "mlp", Family = "neumf", Mlp = [64, 32, 16, 8] }, members, (arrays, user, item) => Mlp(arrays, user, item));
    }

    [Fact]
    public void The_authors_two_models_become_one_by_half_of_each()
    {
        (string, byte[])[] members = Authors(["gmf.user_embedding_W", "gmf.item_embedding_W", "gmf.prediction_W", "gmf.prediction_b", .. s_mlp]);
        CheckAuthors(new() { Name = "both", Family = "neumf", GmfDim = 8, Mlp = [64, 32, 16, 8] }, members,
            (arrays, user, item) => (Gmf(arrays, user, item) + Mlp(arrays, user, item)) / 2);
    }

    [Theory]
    [InlineData("embed_user_GMF.weight", "embed_item_GMF.weight", "embed_user_MLP.weight", "embed_item_MLP.weight", "MLP_layers.", 1, 3, "predict_layer")]
    [InlineData("embed_user_GMF.weight", "embed_item_GMF.weight", "embed_user_MLP.weight", "embed_item_MLP.weight", "MLP_layers.", 0, 2, "predict_layer")]
    [InlineData("mf_user_embed.weight", "mf_item_embed.weight", "mlp_user_embed.weight", "mlp_item_embed.weight", "mlp.", 0, 1, "final")]
    public void PyTorch_models_score_as_PyTorch_would_compute_them(string gmfUsers, string gmfItems, string mlpUsers, string mlpItems, string layers, int first, int step, string head)
    {
        Random random = new(4);
        NeumfConfig config = new() { Name = "m", Family = "neumf", GmfDim = 3, Mlp = [8, 5, 2] };
        Tensor[] tensors =
        [
            Tensor.Random(gmfUsers, random, Users, 3), Tensor.Random(gmfItems, random, Items, 3),
            Tensor.Random(mlpUsers, random, Users, 4), Tensor.Random(mlpItems, random, Items, 4),
            Tensor.Random($"{layers}{first}.weight", random, 5, 8), Tensor.Random($"{layers}{first}.bias", random, 5),
            Tensor.Random($"{layers}{first + step}.weight", random, 2, 5), Tensor.Random($"{layers}{first + step}.bias", random, 2),
            Tensor.Random($"{head}.weight", random, 1, 5), Tensor.Random($"{head}.bias", random, 1),
        ];
        string path = _folder.PathOf("x.safetensors");
        File.WriteAllBytes(path, WeightFiles.Safetensors(tensors.Select(tensor => (tensor, "F32"))));
        ModelCard card = ModelImport.Build(config, path, _folder.Root, cancellationToken: TestContext.Current.CancellationToken);
        (int[] users, int[] items) = ([.. Enumerable.Range(0, Users * Items).Select(i => i % Users)], [.. Enumerable.Range(0, Users * Items).Select(i => i / Users)]);
        float[] actual = Run(card, users, items);
        for (int i = 0; i < actual.Length; i++)
        {
            double[] hidden = [.. Row(tensors[2], users[i]), .. Row(tensors[3], items[i])];
            foreach (int layer in (int[])[4, 6])
                hidden = [.. tensors[layer + 1].Values.Select((bias, o) => Math.Max(0, bias + Row(tensors[layer], o).Zip(hidden, (w, x) => w * x).Sum()))];
            double[] joined = [.. Row(tensors[0], users[i]).Zip(Row(tensors[1], items[i]), (u, v) => u * v), .. hidden];
            ((double)actual[i]).ShouldBe(Sigmoid(Row(tensors[8], 0).Zip(joined, (w, x) => w * x).Sum() + tensors[9].Values[0]), 1e-6);
        }
    }

    [Fact]
    public void Everything_wrong_is_listed_at_once_and_nothing_is_written()
    {
        Random random = new(4);
        Tensor[] tensors =
        [
            Tensor.Random("mf_user_embed.weight", random, Users, 3), Tensor.Random("mf_item_embed.weight", random, Items, 3),
            Tensor.Random("mlp_user_embed.weight", random, Users + 1, 4), Tensor.Random("mlp_item_embed.weight", random, Items, 5),
            Tensor.Random("mlp.0.weight", random, 5, 8), Tensor.Random("mlp.0.bias", random, 5), Tensor.Random("final.weight", random, 1, 6),
        ];
        string path = _folder.PathOf("x.safetensors");
        File.WriteAllBytes(path, WeightFiles.Safetensors(tensors.Select(tensor => (tensor, "F32"))));
        NeumfConfig config = new() { Name = "m", Family = "neumf", GmfDim = 3, Mlp = [8, 5, 2] };
        ConfigException error = Should.Throw<ConfigException>(() => ModelImport.Build(config, path, _folder.PathOf("out"), cancellationToken: TestContext.Current.CancellationToken));
        error.Problems.Select(problem => problem.Field).ShouldBe(["mlp_item_embed.weight", "mlp.1.weight", "mlp.1.bias", "final.weight", "final.bias", "mlp_user_embed.weight"]);
        Directory.Exists(_folder.PathOf("out")).ShouldBeFalse();
    }

    [Fact]
    public void Unknown_names_are_answered_with_the_known_ones()
    {
        string path = _folder.PathOf("x.safetensors");
        File.WriteAllBytes(path, WeightFiles.Safetensors((Tensor.Random("p", new Random(1), 2), "F32")));
        Should.Throw<ConfigException>(() => ModelImport.Build(new NeumfConfig { Name = "m", Family = "neumf", GmfDim = 3 }, path, _folder.Root, cancellationToken: TestContext.Current.CancellationToken))
            .Message.ShouldContain("embed_user_GMF.weight");
    }

    private static readonly string[] s_mlp =
    [
        "mlp.user_embedding_W", "mlp.item_embedding_W", "mlp.layer1_W", "mlp.layer1_b", "mlp.layer2_W", "mlp.layer2_b", "mlp.layer3_W", "mlp.layer3_b", "mlp.prediction_W", "mlp.prediction_b",
    ];

    private static (string, byte[])[] Authors(params string[] names) => [.. names.Select(name => (name, File.ReadAllBytes(Repository.RealData("ncf-pretrained", name + ".npy"))))];

    private void CheckAuthors(NeumfConfig config, (string Name, byte[] Npy)[] members, Func<Dictionary<string, float[]>, int, int, double> logit)
    {
        string path = _folder.PathOf("authors.npz");
        File.WriteAllBytes(path, WeightFiles.Npz(CompressionLevel.Optimal, members));
        ModelCard card = ModelImport.Build(config, path, _folder.Root, cancellationToken: TestContext.Current.CancellationToken);
        card.Inputs.Select(input => input.Rows).ShouldBe([6040, 3706]);
        Dictionary<string, float[]> arrays = members.ToDictionary(member => member.Name, member => Floats(member.Npy));
        Random random = new(1);
        int[] users = [0, 6039, .. Enumerable.Range(0, 5000).Select(_ => random.Next(6040))], items = [0, 3705, .. Enumerable.Range(0, 5000).Select(_ => random.Next(3706))];
        float[] actual = Run(card, users, items);
        double[] differences = [.. actual.Select((score, i) => Math.Abs(score - Sigmoid(logit(arrays, users[i], items[i]))))];
        TestContext.Current.TestOutputHelper?.WriteLine($"{config.Name}: largest difference {differences.Max():g3} over {actual.Length} pairs");

        // Float32 is the limit: of 300,000 pairs the MLP is beyond 1e-6 for 9 here (1.4e-6 at most) and for 5 in NumPy's float32
        // (1.8e-6 at most), all from summing its first layer's 64 products; which pairs these are differs by processor.
        differences.Count(difference => difference >= 1e-6).ShouldBeLessThanOrEqualTo(2);
        differences.Max().ShouldBeLessThan(2.5e-6);
    }

    /// <summary>(U[u] * I[i]) @ prediction_W + prediction_b.</summary>
    private static double Gmf(Dictionary<string, float[]> arrays, int user, int item)
    {
        double sum = arrays["gmf.prediction_b"][0];
        for (int k = 0; k < 8; k++)
            sum += (double)arrays["gmf.user_embedding_W"][user * 8 + k] * arrays["gmf.item_embedding_W"][item * 8 + k] * arrays["gmf.prediction_W"][k];
        return sum;
    }

    /// <summary>concat(U[u], I[i]), three times relu(h @ layerK_W + layerK_b), then h @ prediction_W + prediction_b.</summary>
    private static double Mlp(Dictionary<string, float[]> arrays, int user, int item)
    {
        double[] h = Array.ConvertAll([.. arrays["mlp.user_embedding_W"][(user * 32)..(user * 32 + 32)], .. arrays["mlp.item_embedding_W"][(item * 32)..(item * 32 + 32)]], value => (double)value);
        foreach (string layer in (string[])["layer1", "layer2", "layer3", "prediction"])
        {
            float[] w = arrays[$"mlp.{layer}_W"], b = arrays[$"mlp.{layer}_b"];
            h = [.. Enumerable.Range(0, b.Length).Select(o => b[o] + h.Select((x, i) => x * w[i * b.Length + o]).Sum()).Select(y => layer == "prediction" ? y : Math.Max(y, 0))];
        }
        return h[0];
    }

    /// <summary>The last bytes of a .npy of little-endian float32 in C order are its elements: what these files are.</summary>
    private static float[] Floats(byte[] npy)
    {
        int start = 10 + BitConverter.ToUInt16(npy, 8);
        float[] values = new float[(npy.Length - start) / 4];
        Buffer.BlockCopy(npy, start, values, 0, npy.Length - start);
        return values;
    }

    private static double[] Row(Tensor tensor, int row)
    {
        int width = (int)tensor.Shape[1];
        return Array.ConvertAll(tensor.Values.AsSpan(row * width, width).ToArray(), value => (double)value);
    }

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private float[] Run(ModelCard card, int[] users, int[] items)
    {
        using InferenceSession session = new(_folder.PathOf(card.File));
        using OrtValue user = OrtValue.CreateTensorValueFromMemory(users, [users.Length]), item = OrtValue.CreateTensorValueFromMemory(items, [items.Length]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> scores = session.Run(run, ["user", "item"], [user, item], ["score"]);
        return scores[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
