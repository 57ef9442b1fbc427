using RecPipe.Cli.Profile;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Cli.Tests.Profile;

/// <summary>Engines whose cooling is known, found again from what queries took on them.</summary>
public class CoolingFitTests
{
    private const double Warm = 4, Rested = 6, Cooling = 10;

    [Fact]
    public void Cooling_and_both_times_are_found_again_on_a_machine_whose_speed_drifts()
    {
        Xoshiro256 random = new(1);
        var runs = ((double[])[0.8, 1, 1.2]).SelectMany(speed => ((double[])[5, 30]).Select(meanIdle => ("m", 512, Run(ref random, speed, meanIdle)))).ToArray();

        CoolingFit fit = CoolingFit.Of(runs);

        fit.Milliseconds.ShouldBe(Cooling);
        CooledTime found = fit.Of("m", 512)!;
        found.WarmMs.ShouldBe(Warm, 0.02 * Warm);
        found.RestedMs.ShouldBe(Rested, 0.02 * Rested);
        found.Ratios.Count.ShouldBe(runs.Sum(run => run.Item3.Length));
        found.Ratios.Average().ShouldBe(1, 0.01);
    }

    [Fact]
    public void An_engine_whose_queries_take_less_after_a_rest_does_not_cool()
    {
        CooledTime found = CooledTime.Fit([[(1, 5), (10, 4), (20, 3)]], Cooling);
        found.WarmMs.ShouldBe(4, 1e-9);
        found.RestedMs.ShouldBe(4, 1e-9);
    }

    [Fact]
    public void Few_queries_say_nothing()
    {
        CoolingFit fit = CoolingFit.Of([("m", 512, [(1, 4), (2, 5)])]);
        fit.Milliseconds.ShouldBe(0);
        fit.Of("m", 512).ShouldBeNull();
    }

    [Fact]
    public void Stages_are_told_apart_by_model_and_candidates()
    {
        Xoshiro256 random = new(2);
        CoolingFit fit = CoolingFit.Of([("m", 512, Run(ref random, 1, 10)), ("m", 64, Run(ref random, 0.5, 10))]);
        fit.Of("m", 64)!.RestedMs.ShouldBe(Rested / 2, 0.05 * Rested);
        fit.Of("m", 512)!.RestedMs.ShouldBe(Rested, 0.05 * Rested);
        fit.Of("other", 64).ShouldBeNull();
    }

    /// <summary>Queries after exponential idle times, their times 10 % noisy.</summary>
    private static (double Idle, double Engine)[] Run(ref Xoshiro256 random, double speed, double meanIdle)
    {
        (double, double)[] queries = new (double, double)[2000];
        for (int i = 0; i < queries.Length; i++)
        {
            double idle = meanIdle * random.NextExponential(), noise = 0.9 + 0.2 * random.NextUniform();
            queries[i] = (idle, speed * noise * (Warm + (Rested - Warm) * (1 - Math.Exp(-idle / Cooling))));
        }
        return queries;
    }
}
