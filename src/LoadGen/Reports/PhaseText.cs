using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Reports;

/// <summary>A load simulation in words.</summary>
internal static class PhaseText
{
    public static string Of(LoadSimulation phase) => FormattableString.Invariant($"{What(phase)} for {phase.During.TotalSeconds:0.###} s");

    private static string What(LoadSimulation phase) => phase switch
    {
        Inject { Rate: double rate } => FormattableString.Invariant($"inject {rate:0.###}/s"),
        Inject => "inject as recorded",
        RampingInject ramp => FormattableString.Invariant($"ramp {ramp.From:0.###}/s to {ramp.To:0.###}/s"),
        KeepConstant constant => FormattableString.Invariant($"keep {constant.Copies} in flight (closed loop)"),
        _ => "pause",
    };
}
