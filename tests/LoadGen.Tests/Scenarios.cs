using RecPipe.LoadGen.Scenarios;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Tests;

internal static class Scenarios
{
    public static Scenario Of(Func<StepContext, CancellationToken, ValueTask<StepResult>> step, params LoadSimulation[] load) => new()
    {
        Target = "test",
        Step = step,
        Workload = new()
        {
            Name = "test",
            Arrivals = new() { Process = ArrivalKind.Constant },
            WarmUp = TimeSpan.Zero,
            Load = load,
        },
    };

    public static Inject Inject(double rate, double seconds) => new(rate, TimeSpan.FromSeconds(seconds));

    public static Scenario With(this Scenario scenario, Func<WorkloadConfig, WorkloadConfig> change) => scenario with { Workload = change(scenario.Workload) };
}
