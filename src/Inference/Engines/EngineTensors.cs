namespace RecPipe.Inference.Engines;

/// <summary>An engine's own batch tensors, allocated once and pinned; every model it runs reads and writes these.</summary>
/// <param name="batchRows">Most candidates of one run.</param>
/// <param name="denseWidth">Widest model's dense features.</param>
/// <param name="sparseWidth">Widest model's sparse features.</param>
internal sealed class EngineTensors(int batchRows, int denseWidth, int sparseWidth)
{
    /// <summary>Candidate ids of the batch. A copy: a cancelled caller may reuse its list while the engine still reads.</summary>
    public int[] Candidates { get; } = GC.AllocateArray<int>(batchRows);

    /// <summary>float32 [batch, dense width of the model], row-major, from the start.</summary>
    public float[] Dense { get; } = GC.AllocateArray<float>(batchRows * denseWidth, pinned: true);

    /// <summary>int32 [batch, sparse width of the model], row-major, from the start.</summary>
    public int[] Sparse { get; } = GC.AllocateArray<int>(batchRows * sparseWidth, pinned: true);

    /// <summary>float32 [batch].</summary>
    public float[] Scores { get; } = GC.AllocateArray<float>(batchRows, pinned: true);
}
