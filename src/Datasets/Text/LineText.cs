using System.IO.Compression;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Text;

/// <summary>
/// Reads a text file, gzipped or not, as blocks of whole lines. .NET's GZipStream ends quietly where a file was cut off, so
/// a gzip member with known bytes is put behind the file: they come out last only if all before them was whole.
/// </summary>
internal sealed class LineText : IDisposable
{
    /// <summary>Text a block holds; a line must fit.</summary>
    public const int BlockBytes = 1 << 19;

    private static readonly byte[] s_seal = [0, 0xF5, .. "recpipe: whole to here"u8, 0xF5, 0];

    private readonly string _file;
    private readonly FileStream _stream;
    private readonly Stream _text;
    private readonly bool _compressed;
    private readonly byte[] _carry = new byte[BlockBytes];
    private int _carried;
    private bool _ended;
    private bool _sealSeen;

    /// <param name="file">Its path.</param>
    /// <param name="remedy">What to do when it cannot be opened.</param>
    /// <exception cref="ConfigException">The file cannot be opened.</exception>
    public LineText(string file, string remedy)
    {
        _file = file;
        try
        {
            _stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(file, "", e is FileNotFoundException or DirectoryNotFoundException
                ? "There is no such file." : Directory.Exists(file) ? "It is a folder." : $"It cannot be read: {e.Message}", remedy);
        }
        Length = _stream.CanSeek ? _stream.Length : 0;
        Span<byte> magic = stackalloc byte[2];
        _compressed = _stream.CanSeek && _stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
        if (_stream.CanSeek)
            _stream.Position = 0;
        _text = _compressed ? new GZipStream(new SealedStream(_stream, Compress(s_seal)), CompressionMode.Decompress) : _stream;
    }

    /// <summary>Bytes in the file, or 0 if it is a pipe.</summary>
    public long Length { get; }

    /// <summary>Bytes of the file read so far.</summary>
    public long Position => Length == 0 ? 0 : _stream.Position;

    /// <summary>Fills a block with the next lines.</summary>
    /// <param name="text">[<see cref="BlockBytes"/>].</param>
    /// <returns>How many bytes the lines take; 0 when there are no more.</returns>
    /// <exception cref="LineTooLongException">A line does not fit a block; the lines before it were handed out.</exception>
    /// <exception cref="InvalidDataException">The gzip data is damaged or cut off.</exception>
    public int Fill(Span<byte> text)
    {
        _carry.AsSpan(0, _carried).CopyTo(text);
        int length = _carried;
        while (length < text.Length && !_ended)
        {
            int read = _text.Read(text[length..]);
            length += read;
            _ended = read == 0;
        }
        int whole = _ended ? length - SealedBytes(text[..length]) : text[..length].LastIndexOf((byte)'\n') + 1;
        if (whole == 0 && !_ended)
            throw new LineTooLongException();
        _carried = _ended ? 0 : length - whole;
        text[(length - _carried)..length].CopyTo(_carry);
        return whole;
    }

    public void Dispose()
    {
        _text.Dispose();
        _stream.Dispose();
    }

    private int SealedBytes(ReadOnlySpan<byte> rest)
    {
        if (!_compressed || (rest.IsEmpty && _sealSeen))
            return 0;
        if (!rest.EndsWith(s_seal))
            throw new InvalidDataException($"{_file} is cut off.");
        _sealSeen = true;
        return s_seal.Length;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionMode.Compress))
            gzip.Write(bytes);
        return target.ToArray();
    }
}
