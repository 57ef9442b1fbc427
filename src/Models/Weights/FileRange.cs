using Microsoft.Win32.SafeHandles;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights;

/// <summary>Bytes that lie in a file as they are.</summary>
/// <param name="file">The open file.</param>
/// <param name="path">Its name, for errors.</param>
/// <param name="start">First byte.</param>
/// <param name="length">How many.</param>
internal sealed class FileRange(SafeFileHandle file, string path, long start, long length) : TensorStorage
{
    public override bool IsRandomAccess => true;

    public long Length => length;

    public override void Read(long offset, Span<byte> bytes)
    {
        if (offset < 0 || bytes.Length > length - offset)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"There are {length} bytes.");
        try
        {
            while (bytes.Length > 0)
            {
                int read = RandomAccess.Read(file, bytes, start + offset);
                if (read == 0)
                    throw new ConfigException(path, "", "It became shorter while it was read.", "Leave the file alone and start again.");
                bytes = bytes[read..];
                offset += read;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(path, "", $"It cannot be read: {e.Message}", "Check the disk, or fetch the file again.");
        }
    }

    public override void Verify(CancellationToken cancellationToken)
    {
    }
}
