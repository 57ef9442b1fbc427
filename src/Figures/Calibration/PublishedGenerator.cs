using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Figures.Calibration;

/// <summary>
/// The published load generator: whole-millisecond Poisson gaps (<see cref="ParityArrivals"/>) plus its own time, and queries
/// that are held back while it spins. A fixed number of queries, then none. One run each.
/// </summary>
/// <remarks>A query's hold depends on the gaps after it, so gaps are drawn ahead until the next sleep.</remarks>
internal sealed class PublishedGenerator : IArrivalProcess
{
    private const long LongestSpin = 1;

    private readonly GeneratorCalibration _calibration;
    private readonly ParityArrivals _drawn;
    private readonly double _perQuery;
    private Xoshiro256 _random;
    private readonly List<double> _times = [];
    private readonly List<long> _following = [];
    private readonly List<double> _holds = [];
    private int _next;
    private int _left;
    private double _lastDrawn;
    private double _now;
    private long _gap;

    public PublishedGenerator(RunSpec spec, GeneratorCalibration calibration, ulong seed)
    {
        _calibration = calibration;
        _drawn = new ParityArrivals(1000 / spec.IntervalMs, SplitMix64.Child(seed, 0));
        _random = new Xoshiro256(SplitMix64.Child(seed, 1));
        _perQuery = (calibration.PerQueryMs + calibration.PerThousandItemsMs * spec.Stages[0].Items / 1000) / 1000;
        _left = spec.Queries;
        _gap = Draw();
        Entry = new Held(this);
    }

    public string Description => "The published generator: whole-millisecond gaps, its own time, spinning through short gaps.";

    /// <summary>How long the query that came last is held back; to be asked before the next comes.</summary>
    public ServiceTime Entry { get; }

    public double Next()
    {
        if (_left-- <= 0)
            return double.PositiveInfinity;
        if (++_next >= _times.Count)
            DrawUntilSleep();
        return _times[_next];
    }

    private void DrawUntilSleep()
    {
        _times.Clear();
        _following.Clear();
        _next = 0;
        do
        {
            _now += _gap / 1000.0 + _perQuery + (_gap > LongestSpin ? _calibration.PerSleepMs / 1000 : 0);
            _times.Add(_now);
            _gap = Draw();
            _following.Add(_gap);
        }
        while (_gap <= LongestSpin);
        _holds.Clear();
        double hold = 0;
        for (int i = _following.Count - 1; i >= 0; i--)
        {
            hold = _following[i] is > 0 and <= LongestSpin
                ? _calibration.HeldMs / 1000 + (_random.NextUniform() < _calibration.HeldOn ? hold : 0)
                : 0;
            _holds.Add(hold);
        }
    }

    private long Draw()
    {
        double time = _drawn.Next();
        long gap = (long)Math.Round((time - _lastDrawn) * 1000);
        _lastDrawn = time;
        return gap;
    }

    private sealed class Held(PublishedGenerator generator) : ServiceTime
    {
        public override double Sample(int items, int busy, ref Xoshiro256 random) => generator._holds[^(generator._next + 1)];

        public override double Mean(int items, int busy) => throw new NotSupportedException("A hold is known for each query alone.");
    }
}
