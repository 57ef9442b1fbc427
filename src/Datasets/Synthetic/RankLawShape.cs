namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// Probabilities of the ranks of a table: a first rank of its own, ranks 2 to 10 falling as r^-a, the rest as (r + q)^-s
/// (Zipf-Mandelbrot). Fitted so that the top-1 share, the top-10 share and the distinct values among
/// <see cref="CriteoTables.CountedRows"/> draws are the measured ones; a is the one at which ranks 10 and 11 meet, q the
/// smallest that keeps rank 11 below rank 10. (One pure Zipf law misses the top of most tables by far.)
/// </summary>
internal sealed class RankLawShape
{
    /// <summary>Ranks whose probabilities are kept one by one; those behind follow the power law.</summary>
    public const int HeadLimit = 512;

    private const int TopRanks = 10;
    private const double StretchOfBins = 1.05;
    private const double StepOfShift = 1.2;

    /// <summary>Rank 10 is at least this part of the mean of ranks 2 to 10.</summary>
    private const double LowestOfTop = 0.7;
    private readonly int _rows;

    private RankLawShape(int rows, double[] head, double tailMass, double tailExponent, double tailShift)
    {
        _rows = rows;
        Head = head;
        TailMass = tailMass;
        TailExponent = tailExponent;
        TailShift = tailShift;
    }

    /// <summary>Probability of each rank from 1, at most <see cref="HeadLimit"/> of them.</summary>
    public double[] Head { get; }

    /// <summary>Probability of all ranks behind the head.</summary>
    public double TailMass { get; }

    /// <summary>The s of p(r) ~ (r + q)^-s behind rank 10.</summary>
    public double TailExponent { get; }

    /// <summary>The q of p(r) ~ (r + q)^-s behind rank 10.</summary>
    public double TailShift { get; }

    public static RankLawShape Fit(CriteoTable table)
    {
        if (table.Rows <= TopRanks)
            return FitTop(table);
        // The shares are rounded to four digits: what is left for the rest is at least half of the last one.
        double rest = Math.Max(1 - table.Top10, 0.5e-4);
        double low = 0, high = 6;
        for (int i = 0; i < 40; i++)
        {
            double middle = (low + high) / 2;
            if (Build(table, rest, middle).ExpectedDistinct(CriteoTables.CountedRows) > table.Distinct)
                low = middle;
            else
                high = middle;
        }
        return Build(table, rest, (low + high) / 2);
    }

    /// <summary>Distinct values expected among so many independent draws.</summary>
    public double ExpectedDistinct(int draws)
    {
        double distinct = 0;
        foreach (double p in Head)
            distinct += 1 - Math.Pow(1 - p, draws);
        double end = _rows + 0.5 + TailShift;
        double scale = TailMass == 0 ? 0 : TailMass / Power(Head.Length + 0.5 + TailShift, end, TailExponent);
        for (double from = Head.Length + 0.5 + TailShift; from < end && scale > 0;)
        {
            double to = Math.Min(from * StretchOfBins, end);
            double p = scale * Power(from, to, TailExponent) / (to - from);
            distinct += (to - from) * -double.ExpM1(draws * double.LogP1(-p));
            from = to;
        }
        return distinct;
    }

    private static RankLawShape FitTop(CriteoTable table)
    {
        double[] head = [table.Top1, .. PowerShares(2, table.Rows, 1, 0, 1 - table.Top1)];
        return new(table.Rows, head, 0, 0, 0);
    }

    private static RankLawShape Build(CriteoTable table, double rest, double exponent)
    {
        double top = 1 - rest - table.Top1;
        double shift = 0, weight = WeightBehindTop(table, exponent, shift);
        while (rest * Math.Pow(TopRanks + 1 + shift, -exponent) / weight > LowestOfTop * top / (TopRanks - 1) && shift < table.Rows)
        {
            shift = Math.Max(1, shift * StepOfShift);
            weight = WeightBehindTop(table, exponent, shift);
        }
        int headLength = Math.Min(table.Rows, HeadLimit);
        double headShare = rest * (1 - TailWeight(table, exponent, shift) / weight);
        double meet = rest / weight * Math.Pow(TopRanks + 1 + shift, -exponent);
        double[] head = [table.Top1, .. TopShares(top, table.Top1, meet), .. PowerShares(TopRanks + 1, headLength, exponent, shift, headShare)];
        return new(table.Rows, head, rest - headShare, exponent, shift);
    }

    private static double WeightBehindTop(CriteoTable table, double exponent, double shift)
    {
        double weight = TailWeight(table, exponent, shift);
        for (int r = TopRanks + 1; r <= Math.Min(table.Rows, HeadLimit); r++)
            weight += Math.Pow(r + shift, -exponent);
        return weight;
    }

    private static double TailWeight(CriteoTable table, double exponent, double shift) =>
        table.Rows > HeadLimit ? Power(HeadLimit + 0.5 + shift, table.Rows + 0.5 + shift, exponent) : 0;

    /// <summary>Shares of ranks 2 to 10 that sum to a mass, stay below the first rank and come down to where the rest begins.</summary>
    private static double[] TopShares(double mass, double top1, double meet)
    {
        double low = 0, high = 12;
        for (int i = 0; i < 40; i++)
        {
            double middle = (low + high) / 2;
            double[] shares = PowerShares(2, TopRanks, middle, 0, mass);
            if (shares[^1] > meet && shares[0] < top1)
                low = middle;
            else
                high = middle;
        }
        return PowerShares(2, TopRanks, low, 0, mass);
    }

    private static double[] PowerShares(int first, int last, double exponent, double shift, double mass)
    {
        double[] shares = [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(r => Math.Pow(r + shift, -exponent))];
        double sum = shares.Sum();
        for (int i = 0; i < shares.Length; i++)
            shares[i] *= mass / sum;
        return shares;
    }

    /// <summary>The integral of x^-s.</summary>
    private static double Power(double from, double to, double s) =>
        Math.Abs(1 - s) < 1e-9 ? Math.Log(to / from) : (Math.Pow(to, 1 - s) - Math.Pow(from, 1 - s)) / (1 - s);
}
