namespace RecPipe.Figures.Calibration.Fitting;

/// <summary>Minimises a noisy function of a few numbers: one after the other, step by step, with ever smaller steps.</summary>
internal static class CoordinateSearch
{
    /// <param name="start">First guess, each 0 or more.</param>
    /// <param name="steps">First step of each.</param>
    /// <param name="rounds">Passes over all numbers; steps are halved after one that brings nothing.</param>
    /// <param name="cost">To be made small.</param>
    /// <param name="progress">Told the share of rounds done.</param>
    public static double[] Minimise(double[] start, double[] steps, int rounds, Func<double[], double> cost, Action<double> progress)
    {
        double[] best = [.. start], step = [.. steps];
        double least = cost(best);
        for (int round = 0; round < rounds; round++)
        {
            double before = least;
            for (int i = 0; i < best.Length; i++)
            {
                foreach (int sign in (ReadOnlySpan<int>)[1, -1])
                    least = Walk(best, i, sign * step[i], least, cost);
                progress((round + (i + 1.0) / best.Length) / rounds);
            }
            if (least == before)
                step = [.. step.Select(size => size / 2)];
        }
        return best;
    }

    /// <summary>Goes on in one direction while that helps.</summary>
    private static double Walk(double[] best, int index, double step, double least, Func<double[], double> cost)
    {
        while (best[index] + step >= 0)
        {
            best[index] += step;
            double there = cost(best);
            if (there >= least)
            {
                best[index] -= step;
                return least;
            }
            least = there;
        }
        return least;
    }
}
