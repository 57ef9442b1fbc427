using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Sweeps;

/// <summary>
/// A sweep's results on disk: a line of JSON a point, only ever added to, each handed to the operating system before the next
/// begins. A process that is killed leaves at most one damaged line, the last: it is cut off, and its point found again.
/// </summary>
public sealed class PointLog : IDisposable
{
    private static readonly JsonSerializerOptions s_line = new(ConfigFile.Json) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<(string Design, double Rate), SweptPoint> _points = [];
    private readonly FileStream _file;
    private readonly Lock _adding = new();

    /// <param name="path">Made when absent.</param>
    /// <exception cref="ConfigException">A line before the last is damaged.</exception>
    public PointLog(string path)
    {
        _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            byte[] bytes = new byte[_file.Length];
            _file.ReadExactly(bytes);
            _file.SetLength(Read(path, bytes));
            _file.Seek(0, SeekOrigin.End);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public int Count
    {
        get
        {
            lock (_adding)
                return _points.Count;
        }
    }

    /// <summary>What is known of a point; null when nothing is.</summary>
    public SweptPoint? Find(string design, double rate)
    {
        lock (_adding)
            return _points.GetValueOrDefault((design, rate));
    }

    /// <summary>Keeps a point. From any thread.</summary>
    public void Add(SweptPoint point)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(point, s_line), (byte)'\n'];
        lock (_adding)
        {
            _file.Write(line);
            _file.Flush();
            _points[(point.Design, point.Rate)] = point;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <returns>Length of the undamaged part.</returns>
    private int Read(string path, byte[] bytes)
    {
        for (int start = 0, line = 1; start < bytes.Length; line++)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            SweptPoint? point = length < 0 ? null : Parse(bytes.AsSpan(start, length));
            if (point is null && length >= 0 && start + length + 1 < bytes.Length)
                throw new ConfigException(path, "", $"Line {line} is damaged: {Encoding.UTF8.GetString(bytes.AsSpan(start, Math.Min(length, 40)))}", "Remove the line; its point is found again.");
            if (point is null)
                return start;
            _points[(point.Design, point.Rate)] = point;
            start += length + 1;
        }
        return bytes.Length;
    }

    private static SweptPoint? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<SweptPoint>(line, s_line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
