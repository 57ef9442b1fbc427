using CsCheck;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Workloads.Tests;

/// <summary>Parts of a load add up to the load.</summary>
public class LoadPartTests
{
    [Theory]
    [InlineData("0/1", 0, 1)]
    [InlineData("2/3", 2, 3)]
    [InlineData("999/1000", 999, 1000)]
    public void A_part_is_written_as_index_and_number(string text, int index, int of)
    {
        LoadPart.Parse(text).ShouldBe(new LoadPart(index, of));
        new LoadPart(index, of).ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("3/3")]
    [InlineData("1")]
    [InlineData("-1/3")]
    [InlineData("0/0")]
    [InlineData("0/1001")]
    [InlineData("0/3/5")]
    [InlineData(" 0/3")]
    public void Anything_else_is_not_a_part(string text) => LoadPart.Parse(text).ShouldBeNull();

    [Fact]
    public void Counts_and_queries_are_shared_without_loss() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 500]).Sample((of, count) =>
        {
            LoadPart[] parts = Parts(of);
            parts.Sum(part => part.ShareOf(count)).ShouldBe(count);
            parts.SelectMany(part => Enumerable.Range(0, part.ShareOf(count)).Select(own => part.Query(own))).Order()
                .ShouldBe(Enumerable.Range(0, count).Select(query => (long)query));
        });

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20211018)]
    public void Poisson_parts_add_up_to_the_Poisson_process(ulong seed)
    {
        WorkloadConfig workload = Arrivals.Workload(ArrivalKind.Poisson, new Inject(300, TimeSpan.FromSeconds(60)), seed);
        ScheduleAudit together = ScheduleAudit.Of(workload, Parts(3)).ShouldNotBeNull();
        together.PValue.ShouldBeGreaterThan(0.01);
        together.Gaps.ShouldBeInRange(18_000 - 5 * 135, 18_000 + 5 * 135); // sqrt(18,000) = 134
        double[] counts = Arrivals.CountPerWindow(ArrivalSchedule.Of(workload, 0, Parts(3))!, window: 0.5, windows: 120);
        Arrivals.Dispersion(counts).ShouldBe(1, tolerance: 4 * Math.Sqrt(2 / 120.0));
        foreach (LoadPart part in Parts(3))
            ScheduleAudit.Of(workload, [part]).ShouldNotBeNull().PValue.ShouldBeGreaterThan(0.001);
    }

    [Fact]
    public void Poisson_parts_are_independent_of_one_another_and_of_the_whole()
    {
        WorkloadConfig workload = Arrivals.Workload(ArrivalKind.Poisson, new Inject(300, TimeSpan.FromSeconds(400)));
        double[][] counts = [.. Parts(3).Select(part => Counts(ArrivalSchedule.Of(workload, 0, part)!)), Counts(ArrivalSchedule.Of(workload, 0)!)];
        for (int a = 0; a < counts.Length; a++)
        {
            for (int b = 0; b < a; b++)
                Correlation(counts[a], counts[b]).ShouldBe(0, tolerance: 4 / Math.Sqrt(counts[a].Length));
        }

        static double[] Counts(IArrivalProcess process) => Arrivals.CountPerWindow(process, window: 0.1, windows: 3999);
    }

    [Theory]
    [InlineData(ArrivalKind.Constant)]
    [InlineData(ArrivalKind.Bursty)]
    [InlineData(ArrivalKind.Parity)]
    public void Parts_of_any_other_process_deal_its_arrivals_out_in_turn(ArrivalKind kind)
    {
        WorkloadConfig workload = Arrivals.Workload(kind, new Inject(50, TimeSpan.FromSeconds(20)));
        double[] whole = Arrivals.All(ArrivalSchedule.Of(workload, 0)!);
        Arrivals.All(ArrivalSchedule.Of(workload, 0, Parts(3))!).ShouldBe(whole);
        Arrivals.All(ArrivalSchedule.Of(workload, 0, new LoadPart(1, 3))!).ShouldBe(whole.Where((_, i) => i % 3 == 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void A_server_queues_behind_parts_as_theory_says_of_the_whole(int of)
    {
        const double Rate = 300, Service = 0.0025, Load = Rate * Service;
        IArrivalProcess arrivals = ArrivalSchedule.Of(Arrivals.Workload(ArrivalKind.Poisson, new Inject(Rate, TimeSpan.FromSeconds(2000))), 0, Parts(of))!;
        double free = 0, waited = 0;
        double[] times = Arrivals.All(arrivals);
        foreach (double time in times)
        {
            waited += Math.Max(0, free - time);
            free = Math.Max(free, time) + Service;
        }
        (waited / times.Length).ShouldBe(Load * Service / (2 * (1 - Load)), tolerance: 0.04 * Service); // Pollaczek and Khinchine, constant service
    }

    [Fact]
    public void A_ramp_is_shared_too()
    {
        WorkloadConfig workload = Arrivals.Workload(ArrivalKind.Poisson, new RampingInject(0, 600, TimeSpan.FromSeconds(60)));
        ScheduleAudit.Of(workload, Parts(4)).ShouldNotBeNull().PValue.ShouldBeGreaterThan(0.01);
        WorkloadConfig even = Arrivals.Workload(ArrivalKind.Constant, new RampingInject(10, 20, TimeSpan.FromSeconds(4)));
        Arrivals.All(ArrivalSchedule.Of(even, 0, Parts(2))!).ShouldBe(Arrivals.All(ArrivalSchedule.Of(even, 0)!));
    }

    [Fact]
    public void The_only_part_is_the_whole()
    {
        WorkloadConfig workload = Arrivals.Workload(ArrivalKind.Poisson, new Inject(100, TimeSpan.FromSeconds(5)));
        Arrivals.All(ArrivalSchedule.Of(workload, 0, LoadPart.Whole)!).ShouldBe(Arrivals.All(ArrivalSchedule.Of(workload, 0)!));
        LoadPart.Whole.Query(17).ShouldBe(17);
        ArrivalSchedule.Of(Arrivals.Workload(ArrivalKind.Poisson, new Pause(TimeSpan.FromSeconds(1))), 0, Parts(2)).ShouldBeNull();
    }

    private static LoadPart[] Parts(int of) => [.. Enumerable.Range(0, of).Select(index => new LoadPart(index, of))];

    private static double Correlation(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double Covariance(double[] a, double meanA, double[] b, double meanB) => a.Zip(b).Sum(pair => (pair.First - meanA) * (pair.Second - meanB));
        return Covariance(x, meanX, y, meanY) / Math.Sqrt(Covariance(x, meanX, x, meanX) * Covariance(y, meanY, y, meanY));
    }
}
