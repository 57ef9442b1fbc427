using RecPipe.Accelerator.Arrays;

namespace RecPipe.Accelerator.Tests.Arrays;

/// <summary>Against the cycle-level simulator, every row of it.</summary>
public class ScaleSimTests
{
    [Fact]
    public void Cycles_equal_the_simulators_in_every_row()
    {
        IReadOnlyList<ScaleSimLayer> rows = ScaleSimLayer.All();

        rows.Count.ShouldBe(555);
        foreach (ScaleSimLayer row in rows)
        {
            SystolicArray.Cycles(row.Dataflow, row.Side, row.Shape, row.Batch).ShouldBe(row.Cycles, row.ToString());
            SystolicArray.AnalyticalCycles(row.Side, row.Shape, row.Batch).ShouldBe(row.Analytical, row.ToString());
        }
    }

    [Fact]
    public void Utilisation_and_efficiency_equal_the_simulators_in_every_row()
    {
        foreach (ScaleSimLayer row in ScaleSimLayer.All())
        {
            ArraySize array = ArraySize.Square(row.Side);
            double ideal = SystolicArray.IdealCycles(array, row.Shape, row.Batch);
            ideal.ShouldBe(row.IdealCycles, row.ToString());
            (100 * ideal / SystolicArray.Cycles(row.Dataflow, array, row.Shape, row.Batch)).ShouldBe(row.EfficiencyPercent, 1e-12 * row.EfficiencyPercent, row.ToString());
            (100 * SystolicArray.MappingUtilisation(row.Dataflow, array, row.Shape, row.Batch)).ShouldBe(row.MappingPercent, 1e-10 * row.MappingPercent, row.ToString());
        }
    }
}
