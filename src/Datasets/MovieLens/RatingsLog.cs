using System.Runtime.InteropServices;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.MovieLens;

/// <summary>Ratings in the order of their file, users and items numbered. Grows block by block, without copying.</summary>
internal sealed class RatingsLog(string file)
{
    private const int BlockLength = 1 << 20;

    private readonly List<Entry[]> _blocks = [];
    private int _used = BlockLength;

    public int Count { get; private set; }

    /// <exception cref="ConfigException">There are more than an array can hold.</exception>
    public void Add(int user, int item, long time)
    {
        if (_used == BlockLength)
        {
            if (Count >= Array.MaxLength - BlockLength)
                throw new ConfigException(file, "", $"More than {Count} ratings.", "Import a part of them.");
            _blocks.Add(new Entry[BlockLength]);
            _used = 0;
        }
        _blocks[^1][_used++] = new(time, user, item);
        Count++;
    }

    /// <summary>The entries, block by block.</summary>
    public IEnumerable<ReadOnlyMemory<Entry>> Blocks() =>
        _blocks.Select((block, i) => new ReadOnlyMemory<Entry>(block, 0, i == _blocks.Count - 1 ? _used : BlockLength));

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Entry(long Time, int User, int Item);
}
