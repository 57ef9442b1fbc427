namespace RecPipe.Accelerator.Caches;

/// <summary>Ranks 1 to n under a Zipf-Mandelbrot law p(r) ~ (r + q)^-s, by inverting its distribution function.</summary>
internal sealed class RankQuantiles
{
    private readonly int _ranks;
    private readonly double _shift;
    private readonly double _from;
    private readonly double _span;
    private readonly double _power;

    /// <param name="ranks">n, at least 1.</param>
    /// <param name="exponent">s, not 1.</param>
    /// <param name="shift">q, at least 0.</param>
    public RankQuantiles(int ranks, double exponent, double shift)
    {
        _ranks = ranks;
        _shift = shift;
        _power = 1 - exponent;
        _from = Math.Pow(0.5 + shift, _power);
        _span = Math.Pow(ranks + 0.5 + shift, _power) - _from;
    }

    /// <summary>The rank at a quantile.</summary>
    /// <param name="u">In [0, 1).</param>
    public int Rank(double u)
    {
        double rank = Math.Pow(_from + u * _span, 1 / _power) - _shift;
        return Math.Clamp((int)Math.Round(rank), 1, _ranks);
    }
}
