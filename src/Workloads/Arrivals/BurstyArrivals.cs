using RecPipe.Ranking.Randomness;

namespace RecPipe.Workloads.Arrivals;

/// <summary>
/// A two-state Markov-modulated Poisson process: exponential sojourns in "burst" and "calm", Poisson arrivals in each.
/// Starts in a state drawn from the stationary distribution.
/// </summary>
public sealed class BurstyArrivals : IArrivalProcess
{
    private readonly double _burstRate;
    private readonly double _calmRate;
    private readonly double _leaveBurst;
    private readonly double _leaveCalm;
    private Xoshiro256 _random;
    private bool _inBurst;
    private double _now;

    /// <param name="rate">Mean arrivals a second over both states, over 0.</param>
    /// <param name="burstRatio">Rate in a burst over the rate in calm, at least 1.</param>
    /// <param name="burstShare">Share of time spent in bursts, between 0 and 1.</param>
    /// <param name="meanBurst">Mean length of a burst.</param>
    /// <param name="seed">Of states and gaps.</param>
    public BurstyArrivals(double rate, double burstRatio, double burstShare, TimeSpan meanBurst, ulong seed)
    {
        _calmRate = rate / (1 + burstShare * (burstRatio - 1));
        _burstRate = burstRatio * _calmRate;
        _leaveBurst = 1 / meanBurst.TotalSeconds;
        _leaveCalm = _leaveBurst * burstShare / (1 - burstShare);
        _random = new(seed);
        _inBurst = _random.NextUniform() < burstShare;
        Description = FormattableString.Invariant(
            $"Bursty (two-state MMPP): {burstRatio:0.##} times the calm rate during bursts, which last {meanBurst.TotalSeconds:0.###} s on average and take {burstShare:0.##%} of the time.");
    }

    public string Description { get; }

    /// <summary>Index of dispersion of counts over long windows (Heffes and Lucantoni 1986): 1 for a Poisson process.</summary>
    public double DispersionLimit
    {
        get
        {
            double leaving = _leaveBurst + _leaveCalm, difference = _burstRate - _calmRate;
            return 1 + 2 * difference * difference * _leaveBurst * _leaveCalm
                / (leaving * leaving * (_burstRate * _leaveCalm + _calmRate * _leaveBurst));
        }
    }

    public double Next()
    {
        while (true)
        {
            double rate = _inBurst ? _burstRate : _calmRate;
            double leave = _inBurst ? _leaveBurst : _leaveCalm;
            _now += _random.NextExponential() / (rate + leave);
            if (_random.NextUniform() * (rate + leave) < rate)
                return _now;
            _inBurst = !_inBurst;
        }
    }
}
