using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Onnx;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Files;

/// <summary>
/// Writes a model's files into a folder beside its place and moves them in at the end, the card last; disposing earlier
/// leaves nothing behind.
/// </summary>
internal sealed class ModelFileWriter : IDisposable
{
    private const int BlockBytes = 8 << 20;

    /// <summary>A protobuf message ends at 2 GiB.</summary>
    private const long LargestInside = 1 << 30;

    /// <summary>Tables begin at multiples of this, the coarsest step at which systems map files.</summary>
    private const int Alignment = 64 << 10;

    private readonly string _directory;
    private readonly string _name;
    private readonly string _unfinished;
    private readonly Dictionary<string, string> _sha256 = [];
    private HashingFile? _tables;
    private long _tableBytes;

    public ModelFileWriter(string directory, string name)
    {
        _directory = Path.GetFullPath(directory);
        _name = name;
        _unfinished = Path.Combine(_directory, $".{name}.unfinished-{Environment.ProcessId}");
        Directory.CreateDirectory(_unfinished);
    }

    private string ModelName => _name + ".onnx";

    private string TableName => _name + ".onnx.data";

    /// <summary>Adds a table to the graph, inside the model or, behind the large ones before it, in the file for tables.</summary>
    /// <returns>Its name in the graph.</returns>
    public string WriteTable(GraphBuilder graph, string name, EmbeddingReader table, int rows, int width, long externalAboveBytes, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        long length = (long)rows * width * sizeof(float);
        if (length <= Math.Min(externalAboveBytes, LargestInside))
        {
            float[] values = new float[rows * width];
            table(0, values);
            return graph.Constant(name, values, rows, width);
        }
        _tables ??= new(Path.Combine(_unfinished, TableName));
        long offset = (_tableBytes + Alignment - 1) / Alignment * Alignment;
        _tables.Stream.Write(new byte[offset - _tableBytes]);
        Stream(_tables, table, rows, width, progress, cancellationToken);
        _tableBytes = offset + length;
        return graph.External(name, ElementType.Float32, new ExternalTensor(TableName, offset, length), rows, width);
    }

    /// <summary>Writes the graph and puts the model in its place.</summary>
    /// <param name="graph">The finished graph.</param>
    /// <param name="card">The card; file names and checksums are filled in here.</param>
    public ModelCard Complete(GraphBuilder graph, ModelCard card)
    {
        using (HashingFile file = new(Path.Combine(_unfinished, ModelName)))
        {
            graph.WriteTo(file.Stream);
            _sha256[ModelName] = file.Close();
        }
        if (_tables is not null)
            _sha256[TableName] = _tables.Close();
        card = card with { File = ModelName, Sha256 = _sha256 };
        string cardName = _name + ModelCard.Suffix;
        ConfigFile.Save(Path.Combine(_unfinished, cardName), card);
        foreach (string file in (string[])[cardName, TableName])
            File.Delete(Path.Combine(_directory, file));
        foreach (string file in (string[])[.. _sha256.Keys, cardName])
            File.Move(Path.Combine(_unfinished, file), Path.Combine(_directory, file), overwrite: true);
        return card;
    }

    public void Dispose()
    {
        _tables?.Dispose();
        Directory.Delete(_unfinished, recursive: true);
    }

    /// <summary>Fills one block while the block before is hashed and written.</summary>
    private static void Stream(HashingFile file, EmbeddingReader table, int rows, int width, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int blockRows = Math.Max(1, BlockBytes / (width * sizeof(float)));
        float[] filling = new float[blockRows * width], writing = new float[blockRows * width];
        Task written = Task.CompletedTask;
        try
        {
            for (long row = 0; row < rows; row += blockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Memory<float> block = filling.AsMemory(0, (int)Math.Min(blockRows, rows - row) * width);
                table(row, block.Span);
                written.GetAwaiter().GetResult();
                written = Task.Run(() => file.Stream.Write(MemoryMarshal.AsBytes(block.Span)), CancellationToken.None);
                (filling, writing) = (writing, filling);
                progress?.Report((double)(row + block.Length / width) / rows);
            }
        }
        finally
        {
            written.GetAwaiter().GetResult();
        }
    }

    /// <summary>A file whose SHA-256 is taken while it is written.</summary>
    private sealed class HashingFile : IDisposable
    {
        private readonly SHA256 _hash = SHA256.Create();

        public HashingFile(string path) =>
            Stream = new CryptoStream(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20), _hash, CryptoStreamMode.Write);

        public CryptoStream Stream { get; }

        public string Close()
        {
            Stream.FlushFinalBlock();
            Stream.Dispose();
            return Convert.ToHexStringLower(_hash.Hash!);
        }

        public void Dispose()
        {
            Stream.Dispose();
            _hash.Dispose();
        }
    }
}
