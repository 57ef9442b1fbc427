using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Files;
using RecPipe.Models.Inspection;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests;

/// <summary>Truncated, damaged and random .onnx files are read or refused; nothing else happens.</summary>
public sealed class OnnxFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _valid;

    public OnnxFuzzTests()
    {
        DlrmConfig config = TestModels.Config(4, [6], [8]);
        DlrmGraph.Write(config, [7, 9], RandomWeights.Make(config, 2, 1, 0.1f), _folder.Root);
        _valid = File.ReadAllBytes(_folder.PathOf("m.onnx"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_ends_too_early_is_refused_wherever_it_ends()
    {
        int refused = 0;
        for (int length = 0; length < _valid.Length; length += 29)
            refused += Read(_valid[..length], $"{length} bytes") ? 0 : 1;
        refused.ShouldBeGreaterThan(_valid.Length / 29 * 9 / 10); // one that ends between two fields of the model is whole
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused()
    {
        int refused = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            byte[] damaged = [.. _valid];
            for (int i = random.Next(1, 12); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            refused += Read(damaged, $"seed {seed}") ? 0 : 1;
        }
        refused.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            byte[] noise = new byte[random.Next(2000)];
            random.NextBytes(noise);
            Read(noise, $"seed {seed}").ShouldBeFalse();
        }
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        Should.Throw<ConfigException>(() => ModelInspector.Inspect(_folder.PathOf("absent.onnx")));
        Should.Throw<ConfigException>(() => ModelInspector.Inspect(_folder.Root));
        File.WriteAllBytes(_folder.PathOf("empty.onnx"), []);
        Should.Throw<ConfigException>(() => ModelInspector.Inspect(_folder.PathOf("empty.onnx"))).Message.ShouldContain("It is not an ONNX model, or only a part of one");
    }

    /// <returns>Whether it was taken for a model, by both that read one.</returns>
    private bool Read(byte[] bytes, string what)
    {
        File.WriteAllBytes(_folder.PathOf("m.onnx"), bytes);
        return Succeeds(() => ModelInspector.Inspect(_folder.PathOf("m.onnx")), what)
            & Succeeds(() => ModelFile.Load(_folder.PathOf("m" + ModelCard.Suffix)), what);
    }

    private static bool Succeeds(Action read, string what)
    {
        try
        {
            read();
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
}
