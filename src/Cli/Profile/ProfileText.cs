using RecPipe.Accelerator.Hardware;
using RecPipe.Reporting.Tables;

namespace RecPipe.Cli.Profile;

/// <summary>A profile for people.</summary>
internal static class ProfileText
{
    public static string Of(MeasuredDevice device)
    {
        Table times = new([new("model"), new("candidates"), .. Enumerable.Range(1, device.Cores).Select(busy => new Column($"ms, {busy} busy"))]);
        foreach ((string model, IReadOnlyList<MeasuredTime> points) in device.Models)
        {
            foreach (MeasuredTime point in points)
                times.Add([model, $"{point.Items}", .. Enumerable.Range(1, device.Cores).Select(busy => Number(point.At(busy)))]);
        }
        if (device.Overhead is not { } overhead)
            return times.ToText();
        Table outside = new(new("outside engines"), new("candidates"), new("ms"), new("processor ms"));
        foreach ((string what, MeasuredCost cost) in overhead.Query.Select(cost => ("a query", cost)).Concat(overhead.Stage.Select(cost => ("a stage", cost))))
            outside.Add(what, $"{cost.Items}", Number(cost.Milliseconds), Number(cost.CpuMilliseconds));
        return $"{times.ToText()}\n{outside.ToText()}";
    }

    private static string Number(double value) => FormattableString.Invariant($"{value:0.000}");
}
