using CsCheck;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Workloads.Tests;

public class ArrivalTests
{
    [Theory]
    [InlineData(ArrivalKind.Poisson, 1.0)]
    [InlineData(ArrivalKind.Constant, 0.0)]
    [InlineData(ArrivalKind.Parity, 0.1)] // CV of a whole-millisecond gap is 1/sqrt(10): dispersion of counts 1/10
    public void Keeps_its_mean_rate_and_dispersion(ArrivalKind kind, double dispersion)
    {
        IArrivalProcess process = new ArrivalConfig { Process = kind }.Create(100, 7);
        double[] counts = Arrivals.CountPerWindow(process, window: 1, windows: 4000);
        counts.Average().ShouldBe(100, tolerance: 0.6);
        Arrivals.Dispersion(counts).ShouldBe(dispersion, tolerance: 0.1);
    }

    [Fact]
    public void Bursts_have_the_dispersion_of_their_theory()
    {
        BurstyArrivals process = new(100, burstRatio: 5, burstShare: 0.1, TimeSpan.FromMilliseconds(200), seed: 3);
        double[] counts = Arrivals.CountPerWindow(process, window: 20, windows: 4000);
        counts.Average().ShouldBe(2000, tolerance: 20);
        process.DispersionLimit.ShouldBe(1 + 2 * Math.Pow(4 * 100 / 1.4, 2) * 5 * (5.0 / 9)
            / (Math.Pow(5 + 5.0 / 9, 2) * (500 / 1.4 * (5.0 / 9) + 100 / 1.4 * 5)), tolerance: 1e-9);
        Arrivals.Dispersion(counts).ShouldBe(process.DispersionLimit, tolerance: 0.08 * process.DispersionLimit);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(42)]
    [InlineData(20211018)]
    public void Poisson_schedules_pass_the_Kolmogorov_Smirnov_test(ulong seed)
    {
        ScheduleAudit audit = ScheduleAudit.Of(Arrivals.Workload(ArrivalKind.Poisson, new Inject(100, TimeSpan.FromSeconds(60)), seed)).ShouldNotBeNull();
        audit.PValue.ShouldBeGreaterThan(0.01);
        audit.IsPoisson.ShouldBeTrue();
        audit.GapVariation.ShouldBe(1, tolerance: 0.05);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void The_parity_schedule_fails_the_test_and_says_so(double rate)
    {
        ScheduleAudit audit = ScheduleAudit.Of(Arrivals.Workload(ArrivalKind.Parity, new Inject(rate, TimeSpan.FromSeconds(60)))).ShouldNotBeNull();
        audit.IsPoisson.ShouldBeFalse();
        audit.PValue.ShouldBeLessThan(1e-6);
        audit.Verdict.ShouldStartWith("NOT a Poisson process");
        audit.Description.ShouldContain("NOT a Poisson process");
    }

    [Theory]
    [InlineData(ArrivalKind.Constant)]
    [InlineData(ArrivalKind.Bursty)]
    public void Neither_equal_gaps_nor_bursts_pass_for_Poisson(ArrivalKind kind) =>
        ScheduleAudit.Of(Arrivals.Workload(kind, new Inject(100, TimeSpan.FromSeconds(120)))).ShouldNotBeNull().IsPoisson.ShouldBeFalse();

    [Theory]
    [InlineData(10, 300)]
    [InlineData(300, 0)]
    public void A_Poisson_ramp_is_Poisson_after_its_change_of_time(double from, double to)
    {
        WorkloadConfig workload = Arrivals.Workload(ArrivalKind.Poisson, new RampingInject(from, to, TimeSpan.FromSeconds(60)));
        ScheduleAudit.Of(workload).ShouldNotBeNull().PValue.ShouldBeGreaterThan(0.01);
        double[] times = Arrivals.All(ArrivalSchedule.Of(workload, 0).ShouldNotBeNull());
        ((double)times.Length).ShouldBe((from + to) / 2 * 60, tolerance: 4 * Math.Sqrt((from + to) / 2 * 60));
        double middle = from + (to - from) / 2;
        ((double)times.Count(t => t is >= 25 and < 35)).ShouldBe(middle * 10, tolerance: 4 * Math.Sqrt(middle * 10));
    }

    [Fact]
    public void A_constant_ramp_spreads_its_arrivals_evenly_in_expected_count() =>
        Arrivals.All(ArrivalSchedule.Of(Arrivals.Workload(ArrivalKind.Constant, new RampingInject(0, 4, TimeSpan.FromSeconds(2))), 0)!)
            .Select(t => Math.Round(t * t, 9)).ShouldBe([0, 1, 2, 3]);

    [Fact]
    public void Arrivals_never_go_back_in_time_and_repeat_with_their_seed() =>
        Gen.Select(Gen.Enum<ArrivalKind>(), Gen.Double[0.5, 5000], Gen.ULong).Where((kind, _, _) => kind != ArrivalKind.Trace).Sample((kind, rate, seed) =>
        {
            ArrivalConfig config = new() { Process = kind };
            double[] first = Arrivals.Take(config.Create(rate, seed), 200);
            first.ShouldBe(Arrivals.Take(config.Create(rate, seed), 200));
            first.Zip(first.Skip(1)).ShouldAllBe(pair => pair.Second >= pair.First);
            first.ShouldAllBe(t => t >= 0 && double.IsFinite(t));
        }, iter: 200);

    [Fact]
    public void The_schedule_is_that_of_an_independent_implementation()
    {
        double[] times = Arrivals.Take(new PoissonArrivals(1, seed: 0), 3);
        times.ShouldBe([2.257052382422872, 2.8461654920354382, 3.6901196821656645], tolerance: 1e-12);
    }

    [Fact]
    public void Warm_up_does_not_shift_the_measured_schedule()
    {
        WorkloadConfig workload = Arrivals.Workload(ArrivalKind.Poisson, new Inject(100, TimeSpan.FromSeconds(5)));
        double[] without = Arrivals.All(ArrivalSchedule.Of(workload with { WarmUp = TimeSpan.Zero }, 0)!);
        WorkloadConfig warm = workload with { WarmUp = TimeSpan.FromSeconds(3) };
        Arrivals.All(ArrivalSchedule.Of(warm, 0)!).ShouldBe(without);
        WorkloadConfig warmUpOf = ArrivalSchedule.WarmUpOf(warm);
        warmUpOf.Load.ShouldBe([new RampingInject(0, 100, TimeSpan.FromSeconds(1.5)), new Inject(100, TimeSpan.FromSeconds(1.5))]);
        double[] warmUp = Arrivals.All(ArrivalSchedule.Of(warmUpOf, 1)!);
        warmUp[0].ShouldNotBe(without[0]);
    }

    [Fact]
    public void Allocates_nothing_per_arrival()
    {
        IArrivalProcess[] processes = [.. new[] { ArrivalKind.Poisson, ArrivalKind.Constant, ArrivalKind.Bursty, ArrivalKind.Parity }
            .Select(kind => new ArrivalConfig { Process = kind }.Create(1000, 1))];
        foreach (IArrivalProcess process in processes)
            process.Next();
        Allocations.Of(() =>
        {
            foreach (IArrivalProcess process in processes)
                for (int i = 0; i < 1000; i++)
                    process.Next();
        }).ShouldBe(0);
    }
}
