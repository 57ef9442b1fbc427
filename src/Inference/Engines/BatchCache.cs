using Microsoft.ML.OnnxRuntime;
using RecPipe.Inference.Inputs;
using RecPipe.Inference.Sessions;
using RecPipe.Ranking;

namespace RecPipe.Inference.Engines;

/// <summary>
/// One model on one engine: its inputs, and its bound batches by size. Sizes repeat (a pipeline has a handful), so binding is
/// paid once each; a workload with more sizes than fit starts over when full.
/// </summary>
internal sealed class BatchCache(ModelSession model, EngineTensors tensors) : IDisposable
{
    private const int MaxSizes = 64;

    private readonly InputTensor[] _inputs = [.. model.Inputs.Select(input => InputTensor.Of(input, model, tensors))];
    private readonly Dictionary<int, BoundBatch> _bySize = new(MaxSizes);

    /// <summary>Most candidates of one run: the engine's, or 1 where the graph says so.</summary>
    public int MostRows { get; } = model.FixedBatch > 0 ? model.FixedBatch : tensors.BatchRows;

    /// <summary>Scores the candidates whose ids and features lie in the engine's tensors.</summary>
    public void Run(QueryContext? context, int rows, RunOptions options)
    {
        foreach (InputTensor input in _inputs)
            input.Fill(tensors, context, rows);
        Of(rows).Run(options);
    }

    public void Dispose()
    {
        foreach (BoundBatch batch in _bySize.Values)
            batch.Dispose();
        _bySize.Clear();
    }

    private BoundBatch Of(int rows)
    {
        if (_bySize.TryGetValue(rows, out BoundBatch? batch))
            return batch;
        if (_bySize.Count == MaxSizes)
            Dispose();
        return _bySize[rows] = new BoundBatch(model, _inputs, tensors.Scores, rows);
    }
}
