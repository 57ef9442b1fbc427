using System.IO.Compression;
using System.Text;
using RecPipe.Models.Weights;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Tests.Weights;

/// <summary>Every way a weight file can be wrong ends in one clear error.</summary>
public sealed class DamagedWeightTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "asks for 12 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "asks for 4 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", "beyond any file")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "not a dictionary")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "not a dictionary")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", "not a dictionary")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "not a dictionary")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "not a dictionary")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "are no weights")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "are no weights")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } + 1", "not a dictionary")]
    public void A_bad_npy_header_is_refused(string header, string problem) =>
        Problem("x.npy", WeightFiles.Npy(header, new byte[8])).ShouldContain(problem);

    [Theory]
    [InlineData("""{"a":{8 bytes at [0,8]},"b":{8 bytes at [4,12]}}""", 12, "shares bytes")]
    [InlineData("""{"a":{8 bytes at [0,8]},"b":{8 bytes at [12,20]}}""", 20, "belong to no tensor")]
    [InlineData("""{"a":{8 bytes at [0,8]}}""", 9, "1 bytes at its end")]
    [InlineData("""{"a":{8 bytes at [0,8]}}""", 7, "ends at byte 8 of 7")]
    [InlineData("""{"a":{8 bytes at [0,9]}}""", 9, "asks for 8 bytes")]
    [InlineData("""{"a":{8 bytes at [8,0]}}""", 8, "asks for 8 bytes")]
    [InlineData("""{"a":{8 bytes at [0,8]},"a":{8 bytes at [8,16]}}""", 16, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "beyond any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}""", 0, "beyond any file")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "are no weights")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "is not a dtype")]
    [InlineData("""{"a":[]}""", 0, "is not a dtype")]
    [InlineData("[]", 0, "not a JSON object")]
    [InlineData("{", 0, "not JSON")]
    public void A_bad_safetensors_header_is_refused(string header, int bytes, string problem) =>
        Problem("x.safetensors", WeightFiles.Safetensors(header.Replace("8 bytes at", "\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":"), new byte[bytes])).ShouldContain(problem);

    [Theory]
    [InlineData("x.npy")]
    [InlineData("x.npz")]
    [InlineData("x.safetensors")]
    public void Empty_short_and_foreign_files_are_refused(string name)
    {
        foreach (byte[] bytes in (byte[][])[[], [1, 2, 3], Encoding.ASCII.GetBytes(new string('a', 500)), [.. BitConverter.GetBytes(ulong.MaxValue), .. new byte[99]]])
            Problem(name, bytes).ShouldNotBeEmpty();
    }

    [Fact]
    public void Files_of_other_kinds_are_refused_with_advice()
    {
        Should.Throw<ConfigException>(() => WeightFile.Open(_folder.PathOf("model.pt"))).Message.ShouldContain("safetensors");
        Should.Throw<ConfigException>(() => WeightFile.Open(_folder.PathOf("none.npz"))).Message.ShouldContain("no such file");
    }

    [Fact]
    public void A_name_twice_in_an_archive_is_refused() =>
        Problem("x.npz", WeightFiles.Npz(CompressionLevel.NoCompression, Member("a"), Member("a"))).ShouldContain("twice");

    [Fact]
    public void Members_that_share_bytes_are_refused()
    {
        byte[] bytes = WeightFiles.Npz(CompressionLevel.NoCompression, Member("a"), Member("a"));
        int directory = Find(bytes, "PK\u0001\u0002"), second = bytes.AsSpan(directory + 4).IndexOf("PK\u0001\u0002"u8) + directory + 4;
        bytes.AsSpan(second + 42, 4).Clear(); // the second's header is where the first's is
        Problem("x.npz", bytes).ShouldContain("shares bytes");
    }

    [Fact]
    public void Bytes_after_an_archive_are_refused() =>
        Problem("x.npz", [.. WeightFiles.Npz(CompressionLevel.NoCompression, Member("a")), 0]).ShouldContain("does not end");

    [Fact]
    public void A_changed_element_of_an_archive_is_found_by_its_checksum()
    {
        byte[] bytes = WeightFiles.Npz(CompressionLevel.NoCompression, Member("a"));
        bytes[Find(bytes, "PK\u0001\u0002") - 1] ^= 1;
        using WeightFile file = WeightFile.Open(Write("x.npz", bytes));
        Should.Throw<ConfigException>(() => file.Tensors["a"].Verify()).Message.ShouldContain("checksum");
    }

    [Fact]
    public void An_archive_cannot_claim_more_than_it_can_hold()
    {
        byte[] bytes = WeightFiles.Npz(CompressionLevel.Optimal, Member("a"));
        int directory = Find(bytes, "PK\u0001\u0002");
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), int.MaxValue);
        Problem("x.npz", bytes).ShouldContain("claims to be");
    }

    [Fact]
    public void A_bomb_is_not_unpacked_to_learn_that_nobody_wants_it()
    {
        byte[] npy = WeightFiles.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (16777216,), }", new byte[64 << 20]);
        string path = Write("x.npz", WeightFiles.Npz(CompressionLevel.Fastest, ("a", npy)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        using WeightFile file = WeightFile.Open(path);
        file.Tensors["a"].Shape.ShouldBe([16777216]);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    [Fact]
    public void Weights_that_are_not_numbers_are_found()
    {
        Tensor tensor = new("x", [3], [1, float.NaN, 2]);
        using WeightFile file = WeightFile.Open(Write("x.npy", WeightFiles.Npy(tensor)));
        Should.Throw<ConfigException>(() => file.Tensors["x"].Verify()).Problems.ShouldHaveSingleItem().Problem.ShouldContain("Element 1");
    }

    private static (string, byte[]) Member(string name) => (name, WeightFiles.Npy(Tensor.Small(name, new Random(1), 20, 2)));

    private static int Find(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text));

    private string Problem(string name, byte[] bytes)
    {
        string path = Write(name, bytes);
        ConfigException error = Should.Throw<ConfigException>(() => WeightFile.Open(path).Dispose());
        error.Problems.ShouldAllBe(problem => problem.File == path && problem.Remedy.Length > 0);
        return error.Message;
    }

    private string Write(string name, byte[] bytes)
    {
        string path = _folder.PathOf(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
