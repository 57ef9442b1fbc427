using RecPipe.Reporting.Charts;
using static System.FormattableString;

namespace RecPipe.Figures.Runs;

/// <summary>Words and scales that several figures share.</summary>
internal static class PlotTerms
{
    /// <summary>Mean gaps of the server's experiments, milliseconds.</summary>
    public static IReadOnlyList<double> ServerIntervals { get; } = [0.5, 1, 1.5, 2, 3, 4, 5, 6, 7.5, 10, 12, 15];

    /// <summary>Mean gaps of the accelerators' experiments, milliseconds.</summary>
    public static IReadOnlyList<double> AcceleratorIntervals { get; } = [0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 10];

    public static Axis Load { get; } = new("offered load", "queries/s", AxisScale.Logarithmic);

    public static Axis Tail { get; } = new("p95", "ms", AxisScale.Logarithmic);

    public static string Rate(double intervalMs) => Invariant($"{1000 / intervalMs:0} queries/s");

    public static string Stages(int count) => count switch
    {
        1 => "one stage",
        2 => "two stages",
        _ => "three stages",
    };
}
