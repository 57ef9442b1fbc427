namespace RecPipe.Gateway.Telemetry;

/// <summary>Takes a share of the queries, evenly: of any n in a row it takes n times the share, give or take one.</summary>
/// <param name="share">0 takes none, 1 all.</param>
internal sealed class QualitySampler(double share)
{
    private long _seen;

    public bool Takes()
    {
        if (share <= 0)
            return false;
        long number = Interlocked.Increment(ref _seen);
        return Math.Floor(number * share) > Math.Floor((number - 1) * share);
    }
}
