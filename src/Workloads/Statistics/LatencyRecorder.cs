using System.Text.Json.Serialization;
using HdrHistogram;

namespace RecPipe.Workloads.Statistics;

/// <summary>
/// Latencies in an HDR histogram, from 1 us to 10 min with three significant digits (longer ones count as 10 min).
/// Any number of threads may record, without locks; read when they are done. In JSON it keeps every count.
/// </summary>
[JsonConverter(typeof(LatencyRecorderConverter))]
public sealed class LatencyRecorder
{
    internal const long HighestMicroseconds = 600_000_000;

    private readonly LongConcurrentHistogram _histogram;
    private long _sumTicks;
    private long _maxTicks;

    /// <param name="digits">Significant decimal digits kept, 1 to 5. Three take 180 KB, two 24 KB.</param>
    public LatencyRecorder(int digits = 3) => _histogram = new(1, HighestMicroseconds, digits);

    internal LatencyRecorder(HistogramBase counts, long sumTicks, long maxTicks)
        : this(counts.NumberOfSignificantValueDigits)
    {
        _histogram.Add(counts);
        (_sumTicks, _maxTicks) = (sumTicks, maxTicks);
    }

    internal HistogramBase Counts => _histogram;

    internal long SumTicks => _sumTicks;

    internal long MaxTicks => _maxTicks;

    public long Count => _histogram.TotalCount;

    public void Record(TimeSpan latency)
    {
        long ticks = Math.Max(0, latency.Ticks);
        _histogram.RecordValue(Math.Clamp(ticks / TimeSpan.TicksPerMicrosecond, 1, HighestMicroseconds));
        Interlocked.Add(ref _sumTicks, ticks);
        for (long max = Volatile.Read(ref _maxTicks); ticks > max;)
        {
            long found = Interlocked.CompareExchange(ref _maxTicks, ticks, max);
            if (found == max)
                break;
            max = found;
        }
    }

    /// <summary>Adds everything another recorder of the same digits holds; loses nothing.</summary>
    public void Add(LatencyRecorder other)
    {
        _histogram.Add(other._histogram);
        Interlocked.Add(ref _sumTicks, other._sumTicks);
        _maxTicks = Math.Max(_maxTicks, other._maxTicks);
    }

    /// <summary>The latency that <paramref name="percentile"/> percent of the recorded ones do not exceed; zero when there are none.</summary>
    public TimeSpan Percentile(double percentile)
    {
        long count = Count;
        if (count == 0)
            return TimeSpan.Zero;
        // The histogram rounds the rank to the nearest; ask for the rank that covers the percentile.
        double rank = Math.Max(1, Math.Ceiling(percentile / 100 * count - 1e-9));
        long microseconds = _histogram.GetValueAtPercentile(100 * rank / count);
        return TimeSpan.FromMicroseconds(Math.Min(microseconds, Math.Max(1, _maxTicks / TimeSpan.TicksPerMicrosecond)));
    }

    public LatencySummary Summarize() => new()
    {
        Count = Count,
        Mean = Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(_sumTicks / Count),
        P50 = Percentile(50),
        P75 = Percentile(75),
        P90 = Percentile(90),
        P95 = Percentile(95),
        P99 = Percentile(99),
        P999 = Percentile(99.9),
        Max = TimeSpan.FromTicks(_maxTicks),
    };
}
