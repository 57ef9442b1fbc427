using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using static RecPipe.LoadGen.Tests.Scenarios;

namespace RecPipe.LoadGen.Tests;

internal static class Reports
{
    /// <summary>A report with answers, failures, quality and thresholds, measured in virtual time.</summary>
    public static async Task<LoadReport> SampleAsync(string target = "two-stage at http://127.0.0.1:5100")
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        QueueingService service = new(time, TimeSpan.FromMilliseconds(2));
        Scenario scenario = Of(async (context, cancellationToken) =>
        {
            StepResult result = await service.AskAsync(context, cancellationToken).ConfigureAwait(false);
            return context.Query % 50 == 0 ? new(StatusCode.Unavailable) : result with { Degraded = context.Query % 10 == 1, Quality = new(0.75, 0.9) };
        }, Inject(100, 5));
        LoadReport report = await VirtualPacer.Engine(time).RunAsync(scenario with { Target = target }, null, TestContext.Current.CancellationToken);
        return report with { Thresholds = [new("p95<25ms", "2 ms", true), new("errors<1%", "2 %", false)] };
    }
}
