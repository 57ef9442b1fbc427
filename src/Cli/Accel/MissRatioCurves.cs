using System.Diagnostics;
using RecPipe.Accelerator.Caches;

namespace RecPipe.Cli.Accel;

/// <summary>What was computed of a trace.</summary>
/// <param name="Trace">The accesses.</param>
/// <param name="Exact">Unless only an estimate was asked for.</param>
/// <param name="Sampled">If asked for.</param>
/// <param name="Seconds">The time of <see cref="First"/>.</param>
internal sealed record MissRatioCurves(AccessTrace Trace, MissRatioCurve? Exact, MissRatioCurve? Sampled, double Seconds)
{
    /// <summary>Capacities an error or a plot looks at, for each doubling.</summary>
    public const int PointsPerDoubling = 8;

    /// <summary>The estimate if there is one, else the exact curve.</summary>
    public MissRatioCurve First => Sampled ?? Exact!;

    public double? MeanError => Errors() is { Count: > 0 } errors ? errors.Average() : null;

    public double? LargestError => Errors() is { Count: > 0 } errors ? errors.Max() : null;

    public static MissRatioCurves Measure(AccessTrace trace, double? rate, bool byRows, bool exact, bool warm, IProgress<double> progress, CancellationToken cancellationToken)
    {
        progress.Report(0.2);
        long started = Stopwatch.GetTimestamp();
        MissRatioCurve? sampled = rate is not double share ? null
            : byRows ? MissRatioCurve.Sampled(trace, share, cancellationToken: cancellationToken)
            : MissRatioCurve.OfReuseTimes(trace, share, cancellationToken: cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        progress.Report(0.4);
        MissRatioCurve? curve = exact ? MissRatioCurve.Exact(trace, warm, cancellationToken) : null;
        progress.Report(1);
        return new(trace, curve, sampled, sampled is null ? Stopwatch.GetElapsedTime(started).TotalSeconds : seconds);
    }

    /// <summary>From one row to all, spaced evenly by their logarithm.</summary>
    public IEnumerable<long> Capacities(int perDoubling)
    {
        long last = 0;
        for (int i = 0; ; i++)
        {
            long capacity = (long)Math.Pow(2, (double)i / perDoubling);
            if (capacity >= Trace.Keys)
                break;
            if (capacity > last)
                yield return last = capacity;
        }
        yield return Trace.Keys;
    }

    private List<double> Errors() => Exact is null || Sampled is null
        ? []
        : [.. Capacities(PointsPerDoubling).Select(capacity => Math.Abs(Exact.MissRatio(capacity) - Sampled.MissRatio(capacity)))];
}
