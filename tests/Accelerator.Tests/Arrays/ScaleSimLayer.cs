using RecPipe.Accelerator.Arrays;
using RecPipe.Accelerator.Shapes;
using static System.Globalization.CultureInfo;

namespace RecPipe.Accelerator.Tests.Arrays;

/// <summary>A row of scalesim_cycles.csv: what the cycle-level simulator counted for a layer.</summary>
internal sealed record ScaleSimLayer(
    Dataflow Dataflow, long Batch, int Side, string Model, string Name, LayerShape Shape, long Cycles, double MappingPercent, long Analytical, double IdealCycles, double EfficiencyPercent)
{
    public static IReadOnlyList<ScaleSimLayer> All() => [.. Rows("scalesim_cycles.csv").Select(cells => new ScaleSimLayer(
        DataflowOf(cells[0]), long.Parse(cells[1], InvariantCulture), int.Parse(cells[2], InvariantCulture), cells[3], cells[4],
        new LayerShape(int.Parse(cells[5], InvariantCulture), int.Parse(cells[6], InvariantCulture)), long.Parse(cells[7], InvariantCulture),
        double.Parse(cells[8], InvariantCulture), long.Parse(cells[9], InvariantCulture), double.Parse(cells[11], InvariantCulture), double.Parse(cells[12], InvariantCulture)))];

    public static IEnumerable<string[]> Rows(string file) => File.ReadLines(Repository.Reference(file)).Skip(1).Select(line => line.Split(','));

    public static Dataflow DataflowOf(string name) => name switch
    {
        "ws" => Dataflow.WeightStationary,
        "os" => Dataflow.OutputStationary,
        "is" => Dataflow.InputStationary,
        _ => throw new FormatException(name),
    };
}
