namespace RecPipe.Datasets.MovieLens;

/// <summary>Ratings sorted by user, each user's in the order of the file: a counting sort.</summary>
internal sealed class UserHistories
{
    private readonly int[] _ends;
    private readonly int[] _items;
    private readonly long[] _times;

    /// <param name="log">The ratings.</param>
    /// <param name="users">How many users there are.</param>
    /// <param name="withTime">Whether their times are asked for.</param>
    /// <param name="cancellationToken">Stops the sort.</param>
    public UserHistories(RatingsLog log, int users, bool withTime, CancellationToken cancellationToken)
    {
        _ends = new int[users];
        _items = new int[log.Count];
        _times = new long[withTime ? log.Count : 0];
        foreach (ReadOnlyMemory<RatingsLog.Entry> block in log.Blocks())
        {
            foreach (ref readonly RatingsLog.Entry rating in block.Span)
                _ends[rating.User]++;
        }
        for (int user = 0, before = 0; user < users; user++)
        {
            int count = _ends[user];
            _ends[user] = before;
            before += count;
        }
        foreach (ReadOnlyMemory<RatingsLog.Entry> block in log.Blocks())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ref readonly RatingsLog.Entry rating in block.Span)
            {
                int at = _ends[rating.User]++;
                _items[at] = rating.Item;
                if (withTime)
                    _times[at] = rating.Time;
            }
        }
    }

    public int Users => _ends.Length;

    /// <summary>A user's items in the order of the file; the caller may sort them in place.</summary>
    public Span<int> ItemsOf(int user) => _items.AsSpan(Begin(user).._ends[user]);

    /// <summary>When each was rated.</summary>
    public ReadOnlySpan<long> TimesOf(int user) => _times.AsSpan(Begin(user).._ends[user]);

    private int Begin(int user) => user == 0 ? 0 : _ends[user - 1];
}
