using System.Numerics;

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

    /// <summary>M/M/c: the time in the system that a share exceeds.</summary>
    public static double ManyPercentile(double arrivals, double service, int engines, double percentile) =>
        Percentile(t => ManyTail(arrivals, service, engines, t), percentile, 1000 / service);

    /// <summary>M/G/1: mean wait, by Pollaczek and Khinchine.</summary>
    /// <param name="arrivals">A second.</param>
    /// <param name="mean">Service, seconds.</param>
    /// <param name="variation">Its coefficient of variation.</param>
    public static double GeneralMeanWait(double arrivals, double mean, double variation)
    {
        double utilisation = arrivals * mean;
        return utilisation * mean * (1 + variation * variation) / (2 * (1 - utilisation));
    }

    /// <summary>M/G/1: time in the system, by Pollaczek's and Khinchine's transform.</summary>
    /// <param name="arrivals">A second.</param>
    /// <param name="mean">Service, seconds.</param>
    /// <param name="service">Its Laplace-Stieltjes transform.</param>
    /// <param name="percentile">Between 0 and 100.</param>
    public static double GeneralPercentile(double arrivals, double mean, Func<Complex, Complex> service, double percentile) =>
        Percentile(t => Tail(s => (1 - arrivals * mean) * s * service(s) / (s - arrivals * (1 - service(s))), t), percentile, 1000 * mean);

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

    /// <summary>Two M/M/1 one after the other (Jackson 1957, Burke 1956): the sum of two independent exponentials.</summary>
    public static double TandemPercentile(double first, double second, double percentile) =>
        Percentile(t => (second * Math.Exp(-first * t) - first * Math.Exp(-second * t)) / (second - first), percentile, 100 / Math.Min(first, second));

    /// <summary>M/M/c/K: share refused, the probability of the fullest state.</summary>
    /// <param name="arrivals">A second.</param>
    /// <param name="service">A second and engine.</param>
    /// <param name="engines">c.</param>
    /// <param name="places">K: engines and queue together.</param>
    public static double RefusedShare(double arrivals, double service, int engines, int places)
    {
        return StatesOf(arrivals, service, engines, places)[places];
    }

    /// <summary>M/M/c/K: mean time in the system of those that are let in; one that finds k others waits for k - c + 1 to leave.</summary>
    /// <inheritdoc cref="RefusedShare"/>
    public static double BoundedMean(double arrivals, double service, int engines, int places)
    {
        double[] states = StatesOf(arrivals, service, engines, places);
        return 1 / service + Enumerable.Range(0, places).Sum(k => states[k] * Ahead(k, engines)) / (engines * service * (1 - states[places]));
    }

    /// <summary>M/M/c/K: percentiles of the same.</summary>
    public static double BoundedPercentile(double arrivals, double service, int engines, int places, double percentile)
    {
        double[] states = StatesOf(arrivals, service, engines, places);
        double drain = engines * service;
        return Percentile(
            t => Tail(s => service / (s + service) * Enumerable.Range(0, places).Aggregate(Complex.Zero, (sum, k) => sum + states[k] / (1 - states[places]) * Complex.Pow(drain / (s + drain), Ahead(k, engines))), t),
            percentile, 1000 * places / service);
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

    /// <summary>Where a tail that falls with time has fallen to what a percentile leaves, by bisection.</summary>
    private static double Percentile(Func<double, double> tail, double percentile, double high)
    {
        double low = 0;
        for (int step = 0; step < 200; step++)
        {
            double middle = (low + high) / 2;
            if (tail(middle) > 1 - percentile / 100)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Share that exceeds a time, of a distribution given by its Laplace-Stieltjes transform: Euler summation of the inverse's Fourier series (Abate and Whitt 1995).</summary>
    private static double Tail(Func<Complex, Complex> transform, double t)
    {
        const int Terms = 15, Averaged = 11;
        const double Damping = 18.4;
        double sum = Term(0) / 2, average = 0, weight = Math.Pow(2, -Averaged);
        for (int k = 1; k <= Terms + Averaged; k++)
        {
            if (k > Terms)
            {
                average += weight * sum;
                weight *= (double)(Terms + Averaged + 1 - k) / (k - Terms);
            }
            sum += k % 2 == 0 ? Term(k) : -Term(k);
        }
        return Math.Exp(Damping / 2) / t * (average + weight * sum);

        double Term(int k)
        {
            Complex s = new(Damping / (2 * t), k * Math.PI / t);
            return ((1 - transform(s)) / s).Real;
        }
    }

    /// <summary>Probability of 0, 1, ... places in use.</summary>
    private static double[] StatesOf(double arrivals, double service, int engines, int places)
    {
        double[] states = new double[places + 1];
        states[0] = 1;
        for (int k = 1; k <= places; k++)
            states[k] = states[k - 1] * arrivals / service / Math.Min(k, engines);
        double sum = states.Sum();
        return [.. states.Select(state => state / sum)];
    }

    private static int Ahead(int found, int engines) => Math.Max(0, found - engines + 1);

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
