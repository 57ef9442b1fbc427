namespace RecPipe.Accelerator.Caches.Study;

/// <summary>Hit rates of one stage's accesses, for each policy and each number of distinct rows held.</summary>
internal sealed class StageHitRates
{
    private readonly Dictionary<int, double>[] _rates = [.. Enum.GetValues<CachePolicy>().Select(_ => new Dictionary<int, double>())];

    /// <summary>The rate, in [0, 1].</summary>
    public double this[CachePolicy policy, int rows]
    {
        get => rows == 0 ? 0 : _rates[(int)policy][rows];
        set
        {
            lock (_rates)
                _rates[(int)policy][rows] = value;
        }
    }
}
