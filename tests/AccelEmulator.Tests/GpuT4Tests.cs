using System.Globalization;
using RecPipe.Accelerator.Hardware;

namespace RecPipe.AccelEmulator.Tests;

/// <summary>configs/hardware/gpu-t4.json and cpu-xeon.json are what their provenances say.</summary>
public class GpuT4Tests
{
    private const double LowestLoadIntervalMs = 15;

    [Theory]
    [InlineData("gpu-t4", "1")]
    [InlineData("cpu-xeon", "0")]
    public void Its_times_are_the_medians_of_the_published_logs(string hardware, string gpu)
    {
        List<(string Model, int Items, double Milliseconds)> stages = [.. Stages(Repository.Reference("logs", "cpu_gpu_experiments.csv"), gpu)];
        var expected = stages.GroupBy(stage => (stage.Model, stage.Items))
            .Select(group => (group.Key.Model, group.Key.Items, Milliseconds: Median([.. group.Select(stage => stage.Milliseconds)])))
            .OrderBy(point => point.Model, StringComparer.Ordinal).ThenBy(point => point.Items).ToList();
        MeasuredDevice shipped = (MeasuredDevice)HardwareFile.Load(Hardware.Shipped(hardware));
        var actual = shipped.Models.SelectMany(model => model.Value.Select(point => (Model: model.Key, point.Items, point.Milliseconds)))
            .OrderBy(point => point.Model, StringComparer.Ordinal).ThenBy(point => point.Items).ToList();
        actual.Select(point => (point.Model, point.Items)).ShouldBe(expected.Select(point => (point.Model, point.Items)));
        foreach (var (point, derived) in actual.Zip(expected))
            point.Milliseconds.ShouldBe(derived.Milliseconds, 0.0005001, $"{point.Model} {point.Items}");
    }

    [Theory]
    [InlineData("gpu-t4")]
    [InlineData("cpu-xeon")]
    public void Its_times_grow_with_the_items(string hardware) =>
        ((MeasuredDevice)HardwareFile.Load(Hardware.Shipped(hardware))).Models.Values.ShouldAllBe(points => points.Zip(points.Skip(1)).All(pair => pair.First.Milliseconds < pair.Second.Milliseconds));

    private static IEnumerable<(string Model, int Items, double Milliseconds)> Stages(string path, string gpu)
    {
        string[] lines = File.ReadAllLines(path);
        string[] header = lines[0].Split(',');
        foreach (string[] cells in lines.Skip(1).Select(line => line.Split(',')))
        {
            string Cell(string column) => cells[Array.IndexOf(header, column)];
            if (Number(Cell("arrival_interval_ms")) != LowestLoadIntervalMs)
                continue;
            for (int stage = 1; stage <= 3; stage++)
            {
                if (Cell($"gpu_stage{stage}") == gpu)
                    yield return (Cell($"model_stage{stage}").Replace("RM", "rm", StringComparison.Ordinal), int.Parse(Cell($"items_stage{stage}"), CultureInfo.InvariantCulture), 1000 * Number(Cell($"stage{stage}_mean_s")));
            }
        }
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
