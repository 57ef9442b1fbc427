namespace RecPipe.Accelerator.Arrays;

/// <summary>What a report is made for.</summary>
/// <param name="Dataflow">What stays in the array.</param>
/// <param name="Side">Processing elements a side of the square array.</param>
/// <param name="Batch">Items.</param>
/// <param name="Memory">Buffers beside the array.</param>
public sealed record ArraySetup(Dataflow Dataflow, int Side, long Batch, ArrayMemory Memory);
