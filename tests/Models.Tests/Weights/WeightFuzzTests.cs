using System.IO.Compression;
using RecPipe.Models.Weights;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests.Weights;

/// <summary>Valid files with random damage: they are read or refused, and refusing takes neither memory nor time.</summary>
public sealed class WeightFuzzTests : IDisposable
{
    private const int Rounds = 1000;
    private const long MostBytes = 48 << 20; // the largest header, and what describes it

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("npy")]
    [InlineData("npz")]
    [InlineData("deflated npz")]
    [InlineData("safetensors")]
    public void A_damaged_file_is_read_or_refused(string kind)
    {
        byte[] valid = Valid(kind);
        string path = _folder.PathOf("x." + kind.Split(' ')[^1]);
        int refused = 0;
        for (int seed = 0; seed < Rounds; seed++)
        {
            File.WriteAllBytes(path, Damage(valid, new Random(seed)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using WeightFile file = WeightFile.Open(path);
                foreach (WeightTensor tensor in file.Tensors.Values)
                {
                    tensor.Verify(TestContext.Current.CancellationToken);
                    if (tensor.Rows * tensor.Width < 1 << 20)
                        tensor.ToArray();
                }
            }
            catch (ConfigException e)
            {
                e.Problems.ShouldNotBeEmpty();
                refused++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"{kind}, seed {seed}: {e}");
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes, $"{kind}, seed {seed}");
        }
        refused.ShouldBeGreaterThan(Rounds / 4);
    }

    private static byte[] Valid(string kind)
    {
        Random random = new(1);
        Tensor table = Tensor.Random("emb_l.0.weight", random, 7, 4), layer = Tensor.Random("bot_l.0.weight", random, 4, 3), bias = Tensor.Random("bot_l.0.bias", random, 4);
        return kind switch
        {
            "npy" => WeightFiles.Npy(table, fortranOrder: true),
            "npz" => Archive(CompressionLevel.NoCompression),
            "deflated npz" => Archive(CompressionLevel.Optimal),
            _ => WeightFiles.Safetensors((table, "F32"), (layer, "BF16"), (bias, "F64")),
        };

        byte[] Archive(CompressionLevel level) => WeightFiles.Npz(level, (table.Name, WeightFiles.Npy(table)), (layer.Name, WeightFiles.Npy(layer, ">f8", fortranOrder: true)), (bias.Name, WeightFiles.Npy(bias)));
    }

    private static byte[] Damage(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (int hits = random.Next(1, 5); hits > 0 && bytes.Count > 0; hits--)
        {
            // What describes the tensors stands at the start of two kinds and at the end of the third.
            int at = random.Next(3) switch { 0 => random.Next(Math.Min(200, bytes.Count)), 1 => bytes.Count - 1 - random.Next(Math.Min(300, bytes.Count)), _ => random.Next(bytes.Count) };
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    for (int i = at; i < Math.Min(at + 8, bytes.Count); i++)
                        bytes[i] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.InsertRange(at, [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (byte)random.Next(256))]);
                    break;
                default:
                    int length = random.Next(Math.Min(40, bytes.Count - at) + 1);
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
            }
        }
        return [.. bytes];
    }
}
