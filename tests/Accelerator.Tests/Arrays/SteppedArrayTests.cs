using CsCheck;
using RecPipe.Accelerator.Arrays;

namespace RecPipe.Accelerator.Tests.Arrays;

/// <summary>The closed forms against small arrays that are really stepped and really multiply.</summary>
public class SteppedArrayTests
{
    [Fact]
    public void Weight_stationary_cycles_and_traffic_are_those_of_a_stepped_array() => Problem.Any.Sample(problem =>
    {
        SteppedStationary stepped = new SteppedStationary(
            problem.Array.Rows, problem.Array.Columns, problem.Weights, problem.Items, registersOutputs: true, problem.Capacity).Run();

        stepped.Products.ShouldBe(problem.Products);
        problem.Cycles(Dataflow.WeightStationary).ShouldBe(stepped.Cycles);
        problem.Traffic(Dataflow.WeightStationary).ShouldBe(new ArrayTraffic(
            stepped.StreamedReads, stepped.HeldReads, stepped.OutputWrites, stepped.PartialSumReads,
            stepped.Streamed.Fetched, stepped.HeldReads, stepped.Outputs.Spilled, stepped.Outputs.Fetched));
    });

    [Fact]
    public void Input_stationary_cycles_and_traffic_are_those_of_a_stepped_array() => Problem.Any.Sample(problem =>
    {
        SteppedStationary stepped = new SteppedStationary(
            problem.Array.Rows, problem.Array.Columns, problem.Items, problem.Weights, registersOutputs: false, problem.Capacity).Run();

        problem.Cycles(Dataflow.InputStationary).ShouldBe(stepped.Cycles);
        problem.Traffic(Dataflow.InputStationary).ShouldBe(new ArrayTraffic(
            stepped.HeldReads, stepped.StreamedReads, stepped.OutputWrites, stepped.PartialSumReads,
            stepped.HeldReads, stepped.Streamed.Fetched, stepped.Outputs.Spilled, stepped.Outputs.Fetched));
    });

    /// <summary>
    /// One column tile: exact. From one column tile to the next the simulator that is matched lets writes follow up to
    /// rows - 1 cycles too early; and a narrower last tile, whose first writes wait for those before, never catches up there.
    /// </summary>
    [Fact]
    public void Output_stationary_traffic_is_that_of_a_stepped_array_and_cycles_within_the_simulators_fault() => Problem.Any.Sample(problem =>
    {
        SteppedOutputStationary stepped = new SteppedOutputStationary(
            problem.Array.Rows, problem.Array.Columns, problem.Weights, problem.Items, problem.Capacity).Run();
        long turns = (problem.Layer.Outputs - 1) / problem.Array.Columns;

        stepped.Products.ShouldBe(problem.Products);
        (stepped.Cycles - problem.Cycles(Dataflow.OutputStationary)).ShouldBeInRange(turns == 0 ? 0 : 1 - problem.Array.Columns, turns * (problem.Array.Rows - 1));
        problem.Traffic(Dataflow.OutputStationary).ShouldBe(new ArrayTraffic(
            stepped.ItemReads, stepped.WeightReads, stepped.OutputWrites, 0, stepped.Items.Fetched, stepped.Weights.Fetched, stepped.OutputWrites, 0));
    });
}
