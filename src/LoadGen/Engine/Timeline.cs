using RecPipe.Workloads.Statistics;

namespace RecPipe.LoadGen.Engine;

/// <summary>Latencies by intended arrival, in at most 60 equal intervals of at least half a second.</summary>
internal sealed class Timeline
{
    private const int MostIntervals = 60;
    private const double ShortestSeconds = 0.5;
    private readonly double _seconds;
    private readonly LatencyRecorder[] _latency;
    private readonly long[] _failed;

    public Timeline(TimeSpan length)
    {
        _seconds = Math.Max(ShortestSeconds, length.TotalSeconds / MostIntervals);
        int count = Math.Max(1, (int)Math.Ceiling(length.TotalSeconds / _seconds - 1e-9));
        _latency = [.. Enumerable.Range(0, count).Select(_ => new LatencyRecorder(digits: 2))];
        _failed = new long[count];
    }

    public void Answered(TimeSpan intended, TimeSpan latency) => _latency[At(intended)].Record(latency);

    public void Failed(TimeSpan intended) => Interlocked.Increment(ref _failed[At(intended)]);

    public TimeSpan Interval => TimeSpan.FromSeconds(_seconds);

    public IReadOnlyList<IntervalMeasurement> Intervals() => [.. _latency.Zip(_failed, (latency, failed) => new IntervalMeasurement(latency, failed))];

    private int At(TimeSpan intended) => Math.Clamp((int)(intended.TotalSeconds / _seconds), 0, _latency.Length - 1);
}
