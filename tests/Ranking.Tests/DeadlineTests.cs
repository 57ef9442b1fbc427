using Microsoft.Extensions.Time.Testing;

namespace RecPipe.Ranking.Tests;

public class DeadlineTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Passes_when_its_time_has_come()
    {
        Deadline deadline = Deadline.After(TimeSpan.FromMilliseconds(10), _clock);
        _clock.Advance(TimeSpan.FromMilliseconds(9));
        deadline.HasPassed(_clock).ShouldBeFalse();
        deadline.Remaining(_clock).ShouldBe(TimeSpan.FromMilliseconds(1));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        deadline.HasPassed(_clock).ShouldBeTrue();
    }

    [Fact]
    public void None_never_passes_and_is_later_than_any()
    {
        Deadline soon = Deadline.After(TimeSpan.FromSeconds(1), _clock);
        Deadline.None.HasPassed(_clock).ShouldBeFalse();
        Deadline.None.OrEarlier(soon).ShouldBe(soon);
        soon.OrEarlier(Deadline.None).ShouldBe(soon);
        Deadline.After(TimeSpan.MaxValue, _clock).ShouldBe(Deadline.None);
    }
}
