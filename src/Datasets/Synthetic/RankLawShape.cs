namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// Probabilities of the ranks of a table: a first rank of its own, ranks 2 to 10 falling as r^-a, the rest as r^-s. Fitted so
/// that the top-1 share, the top-10 share and the distinct values among <see cref="CriteoTables.CountedRows"/> draws are the
/// measured ones; a is the one at which ranks 10 and 11 meet. (One pure Zipf law misses the top of most tables by far.)
/// </summary>
internal sealed class RankLawShape
{
    /// <summary>Ranks whose probabilities are kept one by one; those behind follow the power law.</summary>
    public const int HeadLimit = 512;

    private const int TopRanks = 10;
    private const double StretchOfBins = 1.05;
    private readonly int _rows;

    private RankLawShape(int rows, double[] head, double tailMass, double tailExponent)
    {
        _rows = rows;
        Head = head;
        TailMass = tailMass;
        TailExponent = tailExponent;
    }

    /// <summary>Probability of each rank from 1, at most <see cref="HeadLimit"/> of them.</summary>
    public double[] Head { get; }

    /// <summary>Probability of all ranks behind the head.</summary>
    public double TailMass { get; }

    /// <summary>The s of p(r) ~ r^-s behind rank 10.</summary>
    public double TailExponent { get; }

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
        double scale = TailMass == 0 ? 0 : TailMass / Power(Head.Length + 0.5, _rows + 0.5, TailExponent);
        for (double from = Head.Length + 0.5; from < _rows + 0.5 && scale > 0;)
        {
            double to = Math.Min(from * StretchOfBins, _rows + 0.5);
            double p = scale * Power(from, to, TailExponent) / (to - from);
            distinct += (to - from) * -double.ExpM1(draws * double.LogP1(-p));
            from = to;
        }
        return distinct;
    }

    private static RankLawShape FitTop(CriteoTable table)
    {
        double[] head = [table.Top1, .. PowerShares(2, table.Rows, 1, 1 - table.Top1)];
        return new(table.Rows, head, 0, 0);
    }

    private static RankLawShape Build(CriteoTable table, double rest, double exponent)
    {
        int headLength = Math.Min(table.Rows, HeadLimit);
        double headWeight = 0;
        for (int r = TopRanks + 1; r <= headLength; r++)
            headWeight += Math.Pow(r, -exponent);
        double tailWeight = table.Rows > headLength ? Power(headLength + 0.5, table.Rows + 0.5, exponent) : 0;
        double headShare = headWeight / (headWeight + tailWeight) * rest;
        double meet = rest / (headWeight + tailWeight) * Math.Pow(TopRanks, -exponent);
        double top = 1 - rest - table.Top1;
        double[] head = [table.Top1, .. TopShares(top, table.Top1, meet), .. PowerShares(TopRanks + 1, headLength, exponent, headShare)];
        return new(table.Rows, head, rest - headShare, exponent);
    }

    /// <summary>Shares of ranks 2 to 10 that sum to a mass, stay below the first rank and come down to where the rest begins.</summary>
    private static double[] TopShares(double mass, double top1, double meet)
    {
        double low = 0, high = 12;
        for (int i = 0; i < 40; i++)
        {
            double middle = (low + high) / 2;
            double[] shares = PowerShares(2, TopRanks, middle, mass);
            if (shares[^1] > meet && shares[0] < top1)
                low = middle;
            else
                high = middle;
        }
        return PowerShares(2, TopRanks, low, mass);
    }

    private static double[] PowerShares(int first, int last, double exponent, double mass)
    {
        double[] shares = [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(r => Math.Pow(r, -exponent))];
        double sum = shares.Sum();
        for (int i = 0; i < shares.Length; i++)
            shares[i] *= mass / sum;
        return shares;
    }

    /// <summary>The integral of x^-s.</summary>
    private static double Power(double from, double to, double s) =>
        Math.Abs(1 - s) < 1e-9 ? Math.Log(to / from) : (Math.Pow(to, 1 - s) - Math.Pow(from, 1 - s)) / (1 - s);
}
