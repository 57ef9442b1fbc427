using System.IO.Compression;
using CsCheck;
using RecPipe.Models.Weights;

namespace RecPipe.Models.Tests.Weights;

/// <summary>What NumPy and safetensors write is read back as float32 in C order.</summary>
public sealed class WeightFileTests : IDisposable
{
    private static readonly string[] s_npyTypes = ["<f4", ">f4", "<f8", ">f8", "<f2", ">f2", "|i1", "|u1", "<i2", ">i2", "<u2", "<i4", ">i4", "<u4", "<i8", ">i8", "<u8"];
    private static readonly string[] s_safetensorTypes = ["F32", "F64", "F16", "BF16", "I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_array_of_an_npz_reads_back() =>
        Gen.Select(Gen.Long[1, 9].Array[0, 4], Gen.Int[0, s_npyTypes.Length - 1].Select(i => s_npyTypes[i]), Gen.Bool, Gen.Bool, Gen.Int[1, 3], Gen.Int).Sample((shape, type, fortran, deflated, version, seed) =>
        {
            Tensor tensor = Tensor.Small("a.b/c", new Random(seed), shape);
            string path = Write("x.npz", WeightFiles.Npz(deflated ? CompressionLevel.Fastest : CompressionLevel.NoCompression,
                (tensor.Name, WeightFiles.Npy(tensor, type, fortran, version)), ("other", WeightFiles.Npy(tensor))));
            CheckReads(path, tensor, seed);
        }, iter: 150, threads: 1);

    [Fact]
    public void Any_npy_reads_back() =>
        Gen.Select(Gen.Long[1, 9].Array[0, 4], Gen.Int[0, s_npyTypes.Length - 1].Select(i => s_npyTypes[i]), Gen.Bool, Gen.Int).Sample((shape, type, fortran, seed) =>
        {
            Tensor tensor = Tensor.Small("array", new Random(seed), shape);
            CheckReads(Write("array.npy", WeightFiles.Npy(tensor, type, fortran)), tensor, seed);
        }, iter: 100, threads: 1);

    [Fact]
    public void Any_tensor_of_a_safetensors_file_reads_back() =>
        Gen.Select(Gen.Long[1, 9].Array[0, 4], Gen.Int[0, s_safetensorTypes.Length - 1].Select(i => s_safetensorTypes[i]), Gen.Int).Sample((shape, type, seed) =>
        {
            Tensor tensor = Tensor.Small("emb_l.0.weight", new Random(seed), shape);
            CheckReads(Write("x.safetensors", WeightFiles.Safetensors((Tensor.Small("empty", new Random(1), 0, 3), "F32"), (tensor, type), (tensor with { Name = "z" }, "F32"))), tensor, seed);
        }, iter: 100, threads: 1);

    [Fact]
    public void Python_2_headers_and_double_quotes_are_read()
    {
        string path = Write("x.npy", WeightFiles.Npy("""{"shape": (2L, 2L), "fortran_order": False,"descr":"<f4"}""", [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f), .. BitConverter.GetBytes(3f), .. BitConverter.GetBytes(4f)]));
        using WeightFile file = WeightFile.Open(path);
        file.Tensors["x"].ToArray().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Reading_blocks_of_a_large_table_holds_no_more_than_a_block()
    {
        const int Rows = 1 << 20, Width = 16, Block = 1 << 14; // 64 MiB
        string path = _folder.PathOf("large.safetensors");
        using (FileStream stream = File.Create(path))
        {
            string header = $$"""{ "t": { "dtype": "F32", "shape": [{{Rows}}, {{Width}}], "data_offsets": [0, {{(long)Rows * Width * 4}}] } }""";
            stream.Write(WeightFiles.Safetensors(header, []));
            stream.SetLength(stream.Position + (long)Rows * Width * 4); // a hole
        }
        using WeightFile file = WeightFile.Open(path);
        float[] rows = new float[Block * Width];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long row = 0; row < Rows; row += Block)
            file.Tensors["t"].Read(row, rows);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 << 20);
    }

    private string Write(string name, byte[] bytes)
    {
        string path = _folder.PathOf(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static void CheckReads(string path, Tensor tensor, int seed)
    {
        using WeightFile file = WeightFile.Open(path);
        WeightTensor read = file.Tensors[tensor.Name];
        read.Shape.ShouldBe(tensor.Shape);
        read.Verify(TestContext.Current.CancellationToken);
        read.ToArray().ShouldBe(tensor.Values);
        Random random = new(seed);
        for (int i = 0; i < 3; i++)
        {
            int first = random.Next((int)read.Rows), count = random.Next((int)read.Rows - first + 1);
            float[] rows = new float[count * read.Width];
            read.Read(first, rows);
            rows.ShouldBe(tensor.Values.AsSpan((int)(first * read.Width), rows.Length).ToArray());
        }
    }
}
