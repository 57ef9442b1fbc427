namespace RecPipe.Inference.Engines;

/// <summary>An engine's own batch tensors, allocated once and pinned; models read and write these where their inputs lie the same way.</summary>
/// <param name="batchRows">Most candidates of one run.</param>
/// <param name="denseWidth">Most dense features a candidate, of any model or of the feature store.</param>
/// <param name="sparseWidth">Most sparse features a candidate, of any model or of the feature store.</param>
internal sealed class EngineTensors(int batchRows, int denseWidth, int sparseWidth)
{
    /// <summary>Most candidates of one run.</summary>
    public int BatchRows => batchRows;

    /// <summary>
    /// Candidate ids of the batch, int32 [batch]. A copy: a cancelled caller may reuse its list while the engine still reads.
    /// </summary>
    public int[] Candidates { get; } = GC.AllocateArray<int>(batchRows, pinned: true);

    /// <summary>float32 [batch, dense width of the model], row-major, from the start.</summary>
    public float[] Dense { get; } = GC.AllocateArray<float>(checked(batchRows * denseWidth), pinned: true);

    /// <summary>int32 [batch, sparse width of the model], row-major, from the start.</summary>
    public int[] Sparse { get; } = GC.AllocateArray<int>(checked(batchRows * sparseWidth), pinned: true);

    /// <summary>float32 [batch].</summary>
    public float[] Scores { get; } = GC.AllocateArray<float>(batchRows, pinned: true);
}
