using System.Numerics;
using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.Replications;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Simulation.Statistics;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>Simulated pipelines against closed forms, within 1 % or the simulation's own confidence interval.</summary>
public class PipelineTheoryTests
{
    private const double Mean = 0.001;
    private const double PerSecond = 1 / Mean;

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void One_engine_with_exponential_service_has_exponential_latency(double utilisation)
    {
        ReplicatedStatistics found = Simulate([Stage(new ExponentialTime(Mean))], utilisation * PerSecond);
        foreach (double percentile in (double[])[50, 95, 99])
            Agree(found.Percentiles[percentile], ClosedForms.SinglePercentile(utilisation * PerSecond, PerSecond, percentile));
        Agree(found.Mean, 1 / (PerSecond - utilisation * PerSecond));
        found.Stages[0].Utilisation.ShouldBe(utilisation, 0.01 * utilisation);
    }

    [Theory]
    [InlineData(2, 0.7)]
    [InlineData(8, 0.85)]
    public void Many_engines_of_one_queue_wait_as_Erlang_says(int engines, double utilisation)
    {
        double arrivals = engines * utilisation * PerSecond;
        ReplicatedStatistics found = Simulate([Stage(new ExponentialTime(Mean)) with { Engines = engines }], arrivals);
        Agree(found.Mean, Mean + ClosedForms.ManyMeanWait(arrivals, PerSecond, engines));
        foreach (double percentile in (double[])[95, 99])
            Agree(found.Percentiles[percentile], ClosedForms.ManyPercentile(arrivals, PerSecond, engines, percentile));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Constant_service_waits_as_Erlang_and_Crommelin_say(double utilisation)
    {
        double arrivals = utilisation * PerSecond;
        ReplicatedStatistics found = Simulate([Stage(new ConstantTime(Mean))], arrivals);
        Agree(found.Mean, Mean + ClosedForms.GeneralMeanWait(arrivals, Mean, 0));
        foreach (double percentile in (double[])[95, 99])
            ClosedForms.DeterministicWaitTail(arrivals, Mean, found.Percentiles[percentile].Value - Mean).ShouldBe(1 - percentile / 100, 0.02 * (1 - percentile / 100) + 1e-4);
    }

    [Theory]
    [InlineData(0.6, 0.5)]
    [InlineData(0.7, 1.5)]
    public void Any_service_waits_as_Pollaczek_and_Khinchine_say(double utilisation, double variation)
    {
        double arrivals = utilisation * PerSecond;
        ReplicatedStatistics found = Simulate([Stage(new LogNormalTime(new ConstantTime(Mean), variation))], arrivals);
        Agree(found.Mean, Mean + ClosedForms.GeneralMeanWait(arrivals, Mean, variation));
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(0.8)]
    public void Tails_of_any_service_are_those_of_Pollaczeks_and_Khinchines_transform(double utilisation)
    {
        double arrivals = utilisation * PerSecond;
        ReplicatedStatistics regular = Simulate([Stage(new TwoPhases(Mean))], arrivals), mixed = Simulate([Stage(new ShortOrLong(Mean))], arrivals);
        foreach (double percentile in (double[])[50, 95, 99])
        {
            ClosedForms.GeneralPercentile(arrivals, Mean, s => PerSecond / (s + PerSecond), percentile).ShouldBe(ClosedForms.SinglePercentile(arrivals, PerSecond, percentile), 1e-5 * Mean);
            Agree(regular.Percentiles[percentile], ClosedForms.GeneralPercentile(arrivals, Mean, TwoPhases.Transform(Mean), percentile));
            Agree(mixed.Percentiles[percentile], ClosedForms.GeneralPercentile(arrivals, Mean, ShortOrLong.Transform(Mean), percentile));
        }
        Agree(regular.Mean, Mean + ClosedForms.GeneralMeanWait(arrivals, Mean, Math.Sqrt(0.5)));
        Agree(mixed.Mean, Mean + ClosedForms.GeneralMeanWait(arrivals, Mean, ShortOrLong.Variation));
    }

    [Fact]
    public void A_tandem_is_two_queues_that_know_nothing_of_each_other()
    {
        const double arrivals = 0.6 * PerSecond;
        ReplicatedStatistics found = Simulate([Stage(new ExponentialTime(Mean)), Stage(new ExponentialTime(Mean / 1.5))], arrivals);
        foreach (double percentile in (double[])[50, 95, 99])
            Agree(found.Percentiles[percentile], ClosedForms.TandemPercentile(PerSecond - arrivals, 1.5 * PerSecond - arrivals, percentile));
        Agree(found.Mean, 1 / (PerSecond - arrivals) + 1 / (1.5 * PerSecond - arrivals));
    }

    [Theory]
    [InlineData(1, 4, 0.9)]
    [InlineData(3, 5, 1.2)]
    public void A_bounded_queue_refuses_what_finds_it_full_and_bounds_the_wait_of_the_rest(int engines, int capacity, double utilisation)
    {
        double arrivals = engines * utilisation * PerSecond;
        ReplicatedStatistics found = Simulate([Stage(new ExponentialTime(Mean)) with { Engines = engines, QueueCapacity = capacity }], arrivals);
        Agree(found.Complete, 1 - ClosedForms.RefusedShare(arrivals, PerSecond, engines, engines + capacity));
        Agree(found.Mean, ClosedForms.BoundedMean(arrivals, PerSecond, engines, engines + capacity));
        foreach (double percentile in (double[])[95, 99])
            Agree(found.Percentiles[percentile], ClosedForms.BoundedPercentile(arrivals, PerSecond, engines, engines + capacity, percentile));
    }

    [Fact]
    public void Nineteen_intervals_in_twenty_hold_the_truth()
    {
        const double arrivals = 0.5 * PerSecond;
        const int trials = 200;
        ReplicationOptions brief = new() { Queries = 3_000, WarmUp = 200, Least = 10, Most = 10, Percentiles = [50, 95, 99], Threads = 1 };
        double[] truths = [1 / (PerSecond - arrivals), .. brief.Percentiles.Select(percentile => ClosedForms.SinglePercentile(arrivals, PerSecond, percentile))];
        int[] covered = new int[truths.Length];
        Parallel.For(0, trials, trial =>
        {
            ReplicatedStatistics found = Replicator.Run(Pipeline([Stage(new ExponentialTime(Mean))]), seed => new PoissonArrivals(arrivals, seed), brief with { Seed = (ulong)trial });
            Interval[] intervals = [found.Mean, .. brief.Percentiles.Select(percentile => found.Percentiles[percentile])];
            for (int i = 0; i < truths.Length; i++)
            {
                if (intervals[i].Covers(truths[i]))
                    Interlocked.Increment(ref covered[i]);
            }
        });
        covered.ShouldAllBe(count => count >= 181 && count <= 199, $"of {trials}: {string.Join(", ", covered)}"); // 190 are expected; fewer than 181 has probability 0.2 %
    }

    private static SimulatedStage Stage(ServiceTime service) => new() { Name = "stage", Items = 1, Service = service };

    private static SimulatedPipeline Pipeline(IReadOnlyList<SimulatedStage> stages) => new() { Stages = stages };

    private static ReplicatedStatistics Simulate(IReadOnlyList<SimulatedStage> stages, double arrivals) =>
        Replicator.Run(Pipeline(stages), seed => new PoissonArrivals(arrivals, seed), new() { Queries = 200_000, WarmUp = 10_000, Least = 16, Most = 64, Precision = 0.005, Seed = 7 });

    private static void Agree(Interval found, double truth)
    {
        double off = Math.Abs(found.Value - truth);
        off.ShouldBeLessThanOrEqualTo(Math.Max(0.01 * truth, found.HalfWidth), $"found {found.Value} +- {found.HalfWidth}, theory {truth}");
        found.HalfWidth.ShouldBeLessThan(0.02 * truth);
    }

    /// <summary>Two exponential phases one after the other (Erlang 2).</summary>
    private sealed class TwoPhases(double mean) : ServiceTime
    {
        public override double Sample(int items, int busy, ref Xoshiro256 random) => mean / 2 * (random.NextExponential() + random.NextExponential());

        public override double Mean(int items, int busy) => mean;

        public static Func<Complex, Complex> Transform(double mean) => s => 1 / ((1 + s * mean / 2) * (1 + s * mean / 2));
    }

    /// <summary>One time in five long (hyperexponential): the mean is split evenly between the two kinds.</summary>
    private sealed class ShortOrLong(double mean) : ServiceTime
    {
        private const double Long = 0.2;

        public static double Variation => Math.Sqrt(0.5 / Long + 0.5 / (1 - Long) - 1);

        public override double Sample(int items, int busy, ref Xoshiro256 random) => mean / 2 / (random.NextUniform() < Long ? Long : 1 - Long) * random.NextExponential();

        public override double Mean(int items, int busy) => mean;

        public static Func<Complex, Complex> Transform(double mean) => s => Long / (1 + s * mean / 2 / Long) + (1 - Long) / (1 + s * mean / 2 / (1 - Long));
    }
}
