namespace RecPipe.Simulation.Tests.Queues;

/// <summary>Closed forms of queueing theory. Times in units of the mean service time.</summary>
internal static class Theory
{
    /// <summary>Mean wait of M/D/1: Pollaczek and Khinchine with no variance of the service.</summary>
    public static double DeterministicSingle(double utilisation) => utilisation / (2 * (1 - utilisation));

    /// <summary>
    /// Mean wait of M/D/c. Of those present at a time at most c leave within one service time, and all of them do: so the number
    /// present a service time later is max(0, n - c) plus a Poisson number. Its stationary law is found by iteration (Crommelin's argument).
    /// </summary>
    public static double DeterministicMany(double utilisation, int units)
    {
        const int States = 400;
        double load = utilisation * units;
        double[] poisson = new double[States];
        poisson[0] = Math.Exp(-load);
        for (int k = 1; k < States; k++)
            poisson[k] = poisson[k - 1] * load / k;
        double[] present = new double[States];
        present[0] = 1;
        for (int step = 0; step < 2_000; step++)
        {
            double[] next = new double[States];
            for (int n = 0; n < States; n++)
            {
                for (int k = 0, left = Math.Max(0, n - units); left + k < States && k < 60; k++)
                    next[left + k] += present[n] * poisson[k];
            }
            present = next;
        }
        return Enumerable.Range(units, States - units).Sum(n => (n - units) * present[n]) / load;
    }

    /// <summary>Mean wait of M/M/c: Erlang's C formula.</summary>
    public static double ExponentialMany(double utilisation, int units)
    {
        double load = utilisation * units, term = 1, sum = 1;
        for (int k = 1; k < units; k++)
            sum += term *= load / k;
        double all = term * load / units / (1 - utilisation);
        return all / (sum + all) / (units * (1 - utilisation));
    }

    /// <summary>Share refused of M/M/c with a bounded queue: the probability of the fullest state.</summary>
    public static double RefusedShare(double utilisation, int units, int capacity)
    {
        double load = utilisation * units, term = 1, sum = 1;
        for (int k = 1; k <= units + capacity; k++)
            sum += term *= load / Math.Min(k, units);
        return term / sum;
    }
}
