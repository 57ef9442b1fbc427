namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>What theory says of a load that is spread over single engines with a queue each. Load per engine; times in mean service times.</summary>
internal static class BalancingTheory
{
    /// <summary>Mean time in the system when the less loaded of two drawn at random is chosen, of very many (Mitzenmacher 2001: the fixed point).</summary>
    public static double TwoChoices(double load) =>
        Enumerable.Range(1, 40).Sum(i => Math.Pow(load, Math.Pow(2, i) - 2));

    /// <summary>
    /// Mean time in the system when queries are dealt out in turn: each engine is a GI/M/1 queue whose gaps are sums of exponential ones.
    /// A query finds the engine at work with the probability that solves sigma = A*(mu (1 - sigma)).
    /// </summary>
    public static double InTurn(double load, int engines)
    {
        double sigma = 0;
        for (int step = 0; step < 10_000; step++)
            sigma = Math.Pow(engines * load / (engines * load + 1 - sigma), engines);
        return 1 / (1 - sigma);
    }

    /// <summary>
    /// Mean time in the system when the shorter of two queues is joined: the balance equations of (shorter, longer), of at most so many
    /// queries each, solved by iteration, and Little's law.
    /// </summary>
    public static double ShorterOfTwo(double load)
    {
        const int Most = 40;
        double arrivals = 2 * load, total = arrivals + 2;
        double[,] p = new double[Most + 1, Most + 1];
        p[0, 0] = 1;
        for (int step = 0; step < 6_000; step++)
        {
            double[,] next = new double[Most + 1, Most + 1];
            for (int shorter = 0; shorter <= Most; shorter++)
            {
                for (int longer = shorter; longer <= Most; longer++)
                {
                    double here = p[shorter, longer] / total;
                    Put(next, shorter < Most ? shorter + 1 : shorter, longer, here * arrivals);
                    Put(next, Math.Max(0, shorter - 1), longer, here);
                    Put(next, shorter, Math.Max(0, longer - 1), here);
                }
            }
            p = next;
        }
        double present = 0;
        for (int shorter = 0; shorter <= Most; shorter++)
        {
            for (int longer = shorter; longer <= Most; longer++)
                present += (shorter + longer) * p[shorter, longer];
        }
        return present / arrivals;

        static void Put(double[,] states, int one, int two, double share) => states[Math.Min(one, two), Math.Max(one, two)] += share;
    }
}
