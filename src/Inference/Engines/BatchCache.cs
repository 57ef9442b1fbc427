using RecPipe.Inference.Sessions;

namespace RecPipe.Inference.Engines;

/// <summary>
/// One engine's bound batches of one model by size. Sizes repeat (a pipeline has a handful), so binding is paid once each;
/// a workload with more sizes than fit starts over when full.
/// </summary>
internal sealed class BatchCache(ModelSession model, EngineTensors tensors) : IDisposable
{
    private const int MaxSizes = 64;

    private readonly Dictionary<int, BoundBatch> _bySize = new(MaxSizes);

    public BoundBatch Of(int rows)
    {
        if (_bySize.TryGetValue(rows, out BoundBatch? batch))
            return batch;
        if (_bySize.Count == MaxSizes)
            Dispose();
        return _bySize[rows] = new BoundBatch(model, tensors, rows);
    }

    public void Dispose()
    {
        foreach (BoundBatch batch in _bySize.Values)
            batch.Dispose();
        _bySize.Clear();
    }
}
