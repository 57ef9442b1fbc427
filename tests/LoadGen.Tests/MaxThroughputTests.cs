using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using RecPipe.LoadGen.Capacity;
using RecPipe.LoadGen.Scenarios;
using static RecPipe.LoadGen.Tests.Scenarios;

namespace RecPipe.LoadGen.Tests;

public class MaxThroughputTests
{
    [Fact]
    public async Task Ends_where_more_in_flight_answer_no_more()
    {
        FakeTimeProvider time = new();
        using SemaphoreSlim engines = new(4); // four engines of 2 ms: 2000 queries a second
        Scenario scenario = Of(async (_, cancellationToken) =>
        {
            await engines.WaitAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromMilliseconds(2), time, cancellationToken).ConfigureAwait(false);
            engines.Release();
            return new StepResult(StatusCode.OK);
        }, Inject(1, 1));
        MaxThroughputOptions options = new() { FirstCopies = 1, StepDuration = TimeSpan.FromSeconds(1), WarmUp = TimeSpan.FromMilliseconds(100) };
        MaxThroughputResult found = await MaxThroughput.FindAsync(VirtualPacer.Engine(time), scenario, options, null, TestContext.Current.CancellationToken);
        found.Throughput.ShouldBe(2000, tolerance: 100);
        found.Copies.ShouldBeGreaterThanOrEqualTo(4);
        found.Steps.Count.ShouldBe(4); // 1, 2, 4, and 8 that answers no more
        MaxThroughputText.Plain(found).ShouldContain("Maximum: ");
    }
}
