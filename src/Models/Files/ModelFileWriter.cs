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

    private readonly string _directory;
    private readonly string _name;
    private readonly string _unfinished;
    private readonly Dictionary<string, string> _sha256 = [];

    public ModelFileWriter(string directory, string name)
    {
        _directory = Path.GetFullPath(directory);
        _name = name;
        _unfinished = Path.Combine(_directory, $".{name}.unfinished-{Environment.ProcessId}");
        Directory.CreateDirectory(_unfinished);
    }

    private string ModelName => _name + ".onnx";

    private string TableName => _name + ".onnx.data";

    /// <summary>Adds a table to the graph, inside the model or in a file of its own.</summary>
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
        Stream(table, rows, width, progress, cancellationToken);
        return graph.External(name, ElementType.Float32, new ExternalTensor(TableName, 0, length), rows, width);
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
        card = card with { File = ModelName, Sha256 = _sha256 };
        string cardName = _name + ModelCard.Suffix;
        ConfigFile.Save(Path.Combine(_unfinished, cardName), card);
        foreach (string file in (string[])[cardName, TableName])
            File.Delete(Path.Combine(_directory, file));
        foreach (string file in (string[])[.. _sha256.Keys, cardName])
            File.Move(Path.Combine(_unfinished, file), Path.Combine(_directory, file), overwrite: true);
        return card;
    }

    public void Dispose() => Directory.Delete(_unfinished, recursive: true);

    /// <summary>Fills one block while the block before is hashed and written.</summary>
    private void Stream(EmbeddingReader table, int rows, int width, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using HashingFile file = new(Path.Combine(_unfinished, TableName));
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
        _sha256[TableName] = file.Close();
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
