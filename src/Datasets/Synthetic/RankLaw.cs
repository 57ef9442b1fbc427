using System.Runtime.CompilerServices;

namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// Draws the id of a table's row by inverting its distribution function, so that columns which share a uniform number are
/// as dependent as their marginals allow. Constant time: a guide table finds the head, a formula the power-law tail.
/// Ids are ranks: 0 is the most frequent. (Numbering values as they are first seen makes frequent ones low as well.)
/// </summary>
internal sealed class RankLaw
{
    private const int GuideSize = 1024;
    private readonly double[] _cumulative;
    private readonly ushort[] _guide = new ushort[GuideSize];
    private readonly double _tailStart;
    private readonly double _tailFrom;
    private readonly double _tailTo;
    private readonly double _tailPower;
    private readonly double _tailShift;
    private readonly int _headLength;
    private readonly int _rows;

    public RankLaw(CriteoTable table)
    {
        RankLawShape shape = RankLawShape.Fit(table);
        Missing = table.Missing;
        MissingId = table.Missing > 0 ? Nearest(shape.Head, table.Missing) : -1;
        _rows = table.Rows;
        _headLength = shape.Head.Length;
        _cumulative = Cumulate(shape, MissingId, Missing);
        _tailStart = _cumulative[^1];
        _tailPower = 1 - shape.TailExponent;
        if (Math.Abs(_tailPower) < 1e-6)
            _tailPower = 1e-6;
        _tailShift = shape.TailShift;
        _tailFrom = Math.Pow(_headLength + 0.5 + _tailShift, _tailPower);
        _tailTo = Math.Pow(_rows + 0.5 + _tailShift, _tailPower);
        for (int slot = 0, i = 0; slot < GuideSize; slot++)
        {
            while (i < _cumulative.Length && _cumulative[i] <= (double)slot / GuideSize)
                i++;
            _guide[slot] = (ushort)i;
        }
    }

    /// <summary>Share of rows without a value.</summary>
    public double Missing { get; }

    /// <summary>The id of "no value", or -1: the rank that its share earns it.</summary>
    public int MissingId { get; }

    /// <summary>The id of a value that is present.</summary>
    /// <param name="u">In [0, 1): the quantile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Quantile(double u)
    {
        double[] cumulative = _cumulative;
        int i = _guide[(int)(u * GuideSize)];
        while (i < cumulative.Length && cumulative[i] <= u)
            i++;
        if (i == cumulative.Length)
            return Tail(u);
        return MissingId >= 0 && i >= MissingId ? i + 1 : i;
    }

    private int Tail(double u)
    {
        if (_headLength == _rows)
            return MissingId == _rows - 1 ? _rows - 2 : _rows - 1;
        double w = (u - _tailStart) / (1 - _tailStart);
        double rank = Math.Pow(_tailFrom + w * (_tailTo - _tailFrom), 1 / _tailPower) - _tailShift;
        return Math.Clamp((int)Math.Round(rank), _headLength + 1, _rows) - 1;
    }

    /// <summary>
    /// Of the values present. The rank that "no value" takes had another share than it: the first rank keeps its own, the
    /// others make up for the difference.
    /// </summary>
    private static double[] Cumulate(RankLawShape shape, int missing, double missingShare)
    {
        double first = missing == 0 ? 0 : shape.Head[0];
        double others = 1 - first - (missing >= 0 ? shape.Head[missing] : 0);
        double scale = (1 - first - missingShare) / others;
        double sum = 0;
        return [.. Enumerable.Range(0, shape.Head.Length).Where(i => i != missing)
            .Select(i => (sum += i == 0 ? first : scale * shape.Head[i]) / (1 - missingShare))];
    }

    private static int Nearest(double[] shares, double share) =>
        Enumerable.Range(0, shares.Length).MinBy(i => Math.Abs(shares[i] - share));
}
