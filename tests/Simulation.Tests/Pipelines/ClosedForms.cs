namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>Latencies that queueing theory gives exactly. Rates a second, times in seconds.</summary>
internal static class ClosedForms
{
    /// <summary>M/M/1: time in the system is exponential with rate mu - lambda.</summary>
    public static double SinglePercentile(double arrivals, double service, double percentile) =>
        -Math.Log(1 - percentile / 100) / (service - arrivals);

    /// <summary>M/M/c: mean wait, by Erlang's C.</summary>
    public static double ManyMeanWait(double arrivals, double service, int engines) =>
        ProbabilityOfWaiting(arrivals, service, engines) / (engines * service - arrivals);

    /// <summary>M/M/c: the time in the system that a share exceeds is found by bisection of its tail.</summary>
    public static double ManyPercentile(double arrivals, double service, int engines, double percentile)
    {
        double low = 0, high = 1000 / service;
        for (int step = 0; step < 200; step++)
        {
            double middle = (low + high) / 2;
            if (ManyTail(arrivals, service, engines, middle) > 1 - percentile / 100)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>M/G/1: mean wait, by Pollaczek and Khinchine.</summary>
    /// <param name="arrivals">A second.</param>
    /// <param name="mean">Service, seconds.</param>
    /// <param name="variation">Its coefficient of variation.</param>
    public static double GeneralMeanWait(double arrivals, double mean, double variation)
    {
        double utilisation = arrivals * mean;
        return utilisation * mean * (1 + variation * variation) / (2 * (1 - utilisation));
    }

    /// <summary>M/D/1: how long a share waits at most (Erlang 1909), the wait's distribution summed as Crommelin wrote it.</summary>
    public static double DeterministicWaitTail(double arrivals, double service, double wait)
    {
        double utilisation = arrivals * service, sum = 0;
        int whole = (int)Math.Floor(wait / service);
        for (int k = 0; k <= whole; k++)
        {
            double left = arrivals * (wait - k * service);
            double term = Math.Exp(left);
            for (int i = 1; i <= k; i++)
                term *= -left / i;
            sum += term;
        }
        return 1 - (1 - utilisation) * sum;
    }

    /// <summary>Two M/M/1 one after the other (Jackson 1957, Burke 1956): the sum of two independent exponentials, found by bisection.</summary>
    public static double TandemPercentile(double first, double second, double percentile)
    {
        double low = 0, high = 100 / Math.Min(first, second);
        for (int step = 0; step < 200; step++)
        {
            double t = (low + high) / 2;
            double tail = (second * Math.Exp(-first * t) - first * Math.Exp(-second * t)) / (second - first);
            if (tail > 1 - percentile / 100)
                low = t;
            else
                high = t;
        }
        return low;
    }

    /// <summary>M/M/c/K: share refused, the probability of the fullest state.</summary>
    /// <param name="arrivals">A second.</param>
    /// <param name="service">A second and engine.</param>
    /// <param name="engines">c.</param>
    /// <param name="places">K: engines and queue together.</param>
    public static double RefusedShare(double arrivals, double service, int engines, int places)
    {
        double load = arrivals / service, term = 1, sum = 1;
        for (int k = 1; k <= places; k++)
            sum += term *= load / Math.Min(k, engines);
        return term / sum;
    }

    /// <summary>
    /// M/M/1 whose queries are given up after a time: share answered in time. The work an arrival finds has the density
    /// arrivals * idle * exp((arrivals - service) x) up to the deadline, beyond which no work is added (Barrer 1957).
    /// </summary>
    public static double InTimeShare(double arrivals, double service, double deadline)
    {
        double spare = service - arrivals, left = Math.Exp(-spare * deadline);
        double idle = 1 / (1 + arrivals / spare * (1 - left) + arrivals / service * left);
        double none = Math.Exp(-service * deadline);
        return idle * (1 - none + arrivals * (1 - left) / spare - none * (Math.Exp(arrivals * deadline) - 1));
    }

    private static double ManyTail(double arrivals, double service, int engines, double t)
    {
        double waiting = ProbabilityOfWaiting(arrivals, service, engines), drain = engines * service - arrivals;
        return (1 - waiting) * Math.Exp(-service * t)
            + waiting * (service * Math.Exp(-drain * t) - drain * Math.Exp(-service * t)) / (service - drain);
    }

    private static double ProbabilityOfWaiting(double arrivals, double service, int engines)
    {
        double load = arrivals / service, term = 1, sum = 1;
        for (int k = 1; k < engines; k++)
            sum += term *= load / k;
        double all = term * load / engines / (1 - load / engines);
        return all / (sum + all);
    }
}
