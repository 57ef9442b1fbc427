using System.Globalization;

namespace RecPipe.Reporting.Charts;

/// <summary>An axis with its range and ticks settled: maps values to pixels.</summary>
internal sealed class AxisMap
{
    private const int WantedTicks = 6;
    private readonly bool _log;
    private readonly double _from, _to, _low, _high;

    /// <param name="axis">What the author asked for.</param>
    /// <param name="values">All values on it.</param>
    /// <param name="from">Pixel of the lower end.</param>
    /// <param name="to">Pixel of the upper end.</param>
    public AxisMap(Axis axis, IEnumerable<double> values, double from, double to)
    {
        _log = axis.Scale == AxisScale.Logarithmic;
        _from = from;
        _to = to;
        double[] drawn = [.. values.Where(CanDraw)];
        double min = axis.Min ?? (drawn.Length == 0 ? (_log ? 1 : 0) : drawn.Min());
        double max = axis.Max ?? (drawn.Length == 0 ? min + 1 : drawn.Max());
        if (!_log && axis.Min is null && min > 0 && min < 0.7 * max)
            min = 0;
        if (max <= min)
            max = _log ? min * 10 : min + Math.Max(1e-9, Math.Abs(min) * 0.1);
        IEnumerable<Tick> ticks = axis.Ticks ?? (_log ? LogTicks(min, max) : LinearTicks(min, max));
        Ticks = [.. ticks];
        double[] ends = [min, max, .. axis.Ticks is null ? Ticks.Select(t => t.Value) : []];
        _low = Place(axis.Min ?? ends.Min());
        _high = Place(axis.Max ?? ends.Max());
        Ticks = [.. Ticks.Where(t => Place(t.Value) >= _low - 1e-9 && Place(t.Value) <= _high + 1e-9)];
    }

    public IReadOnlyList<Tick> Ticks { get; }

    public bool CanDraw(double value) => double.IsFinite(value) && (!_log || value > 0);

    public double Pixel(double value) => _from + (Place(value) - _low) / (_high - _low) * (_to - _from);

    private double Place(double value) => _log ? Math.Log10(value) : value;

    /// <summary>Multiples of 1, 2 or 5 times a power of ten that cover the range.</summary>
    private static IEnumerable<Tick> LinearTicks(double min, double max)
    {
        double raw = (max - min) / WantedTicks, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step)), 0, 10);
        for (long i = (long)Math.Floor(min / step + 1e-9); i <= (long)Math.Ceiling(max / step - 1e-9); i++)
            yield return new(i * step, (i * step).ToString(step >= 10_000 ? "0.##e0" : "#,0." + new string('0', decimals), CultureInfo.InvariantCulture));
    }

    /// <summary>Powers of ten, with 2 and 5 between them when there are few.</summary>
    private static Tick[] LogTicks(double min, double max)
    {
        int first = (int)Math.Floor(Math.Log10(min) + 1e-9), last = (int)Math.Ceiling(Math.Log10(max) - 1e-9);
        double[] between = last - first <= 3 ? [1, 2, 5] : [1];
        Tick[] ticks = [.. Enumerable.Range(first, last - first + 1).SelectMany(decade => between.Select(m => LogTick(m, decade)))];
        int start = Math.Max(0, Array.FindLastIndex(ticks, t => t.Value <= min * (1 + 1e-9)));
        int end = Array.FindIndex(ticks, t => t.Value >= max * (1 - 1e-9));
        return ticks[start..(end < 0 ? ticks.Length : end + 1)];
    }

    private static Tick LogTick(double mantissa, int decade)
    {
        double value = mantissa * Math.Pow(10, decade);
        return new(value, value.ToString(decade is < -4 or > 6 ? "0.##e0" : "#,0.####", CultureInfo.InvariantCulture));
    }
}
