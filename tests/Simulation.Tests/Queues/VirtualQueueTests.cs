using CsCheck;
using RecPipe.Simulation.Queues;

namespace RecPipe.Simulation.Tests.Queues;

public class VirtualQueueTests
{
    private static readonly Gen<(int Units, int Capacity, (int Gap, int Service, int Patience)[] Queries)> s_cases = Gen.Select(
        Gen.Int[1, 5],
        Gen.Int[0, 6],
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 20], Gen.OneOf(Gen.Int[0, 25], Gen.Const(int.MaxValue))).Array[0, 60]);

    [Fact]
    public void It_does_what_the_naive_one_does() => s_cases.Sample(it =>
    {
        VirtualQueue queue = new(it.Units, it.Capacity);
        NaiveQueue naive = new(it.Units, it.Capacity);
        long now = 0;
        foreach ((int gap, int service, int patience) in it.Queries)
        {
            now += gap;
            long startBefore = patience == int.MaxValue ? long.MaxValue : now + patience;
            queue.WaitingAt(now).ShouldBe(naive.WaitingAt(now));
            queue.BusyAt(now).ShouldBe(naive.BusyAt(now));
            Placement? expected = naive.Add(now, service, startBefore);
            queue.TryAdd(now, service, startBefore, out Placement placement).ShouldBe(expected is not null);
            placement.ShouldBe(expected ?? default);
        }
    });

    [Fact]
    public void The_time_served_is_what_the_placements_say() => s_cases.Sample(it =>
    {
        VirtualQueue queue = new(it.Units, it.Capacity);
        List<Placement> placed = [];
        long now = 0;
        foreach ((int gap, int service, int patience) in it.Queries)
        {
            now += gap;
            queue.ServedAt(now).ShouldBe(placed.Sum(query => Math.Clamp(now, query.Start, query.Due) - query.Start));
            if (queue.TryAdd(now, service, patience == int.MaxValue ? long.MaxValue : now + patience, out Placement placement))
                placed.Add(placement);
        }
    });

    [Fact]
    public void An_idle_unit_starts_at_once_and_a_busy_one_when_it_is_free()
    {
        VirtualQueue queue = new(units: 1, capacity: 2);
        Add(queue, 100, 50).ShouldBe(new(100, 150, 0, true));
        Add(queue, 120, 50).ShouldBe(new(150, 200, 0, true));
        Add(queue, 130, 50).ShouldBe(new(200, 250, 0, true));
        queue.TryAdd(140, 50, out _).ShouldBeFalse();
        (queue.WaitingAt(140), queue.BusyAt(140)).ShouldBe((2, 1));
        Add(queue, 150, 50).ShouldBe(new(250, 300, 0, true)); // the second has begun: there is room again
        queue.WaitingAt(300).ShouldBe(0);
        queue.BusyAt(300).ShouldBe(0);
    }

    [Fact]
    public void A_query_that_would_start_too_late_waits_and_takes_no_service()
    {
        VirtualQueue queue = new(units: 1, capacity: 2);
        Add(queue, 0, 100);
        queue.TryAdd(1, 100, startBefore: 100, out Placement late).ShouldBeTrue();
        late.ShouldBe(new(100, 100, 0, false));
        Add(queue, 2, 100).ShouldBe(new(100, 200, 0, true));
        queue.TryAdd(3, 100, out _).ShouldBeFalse(); // it still takes a place
    }

    [Fact]
    public void A_million_additions_leave_no_error_behind()
    {
        VirtualQueue queue = new(units: 1, capacity: 1);
        long due = 0;
        for (long i = 0; i < 1_000_000; i++)
            due = Add(queue, i == 0 ? 0 : due - 1, 1_000_003).Due;
        due.ShouldBe(1_000_003L * 1_000_000);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_query()
    {
        VirtualQueue queue = new(units: 4, capacity: 8);
        Add(queue, 0, 1);
        int now = 0;
        Allocations.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
                queue.TryAdd(++now, 5, out _);
        }).ShouldBe(0);
    }

    [Fact]
    public void Time_does_not_run_backwards()
    {
        VirtualQueue queue = new(units: 1, capacity: 1);
        Add(queue, 10, 1);
        Should.Throw<ArgumentOutOfRangeException>(() => queue.TryAdd(9, 1, out _));
    }

    private static Placement Add(VirtualQueue queue, long arrival, long service)
    {
        queue.TryAdd(arrival, service, out Placement placement).ShouldBeTrue();
        return placement;
    }
}
