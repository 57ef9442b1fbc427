using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using RecPipe.Datasets.Store;

namespace RecPipe.Bench.E2E;

/// <summary>
/// One stage with nothing around it: ONNX Runtime on tensors that are filled already. The limit that the
/// pipeline is compared with: same model file, same candidates, one thread, no spinning.
/// </summary>
internal sealed class BareStage : IDisposable
{
    private readonly InferenceSession _session;
    private readonly List<(OrtValue Dense, OrtValue Sparse)> _queries = [];
    private readonly RunOptions _options = new();
    private readonly string[] _inputs = ["dense", "sparse"];
    private readonly string[] _outputs = ["score"];
    private readonly int _candidates;
    private readonly ThreadLocal<OrtValue[]> _score;

    /// <param name="modelPath">The .onnx file.</param>
    /// <param name="store">Where candidates' features come from.</param>
    /// <param name="queries">Candidate rows of each query; only the first <paramref name="candidates"/> are taken.</param>
    /// <param name="candidates">Candidates a query.</param>
    public BareStage(string modelPath, FeatureStore store, IEnumerable<int[]> queries, int candidates)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(modelPath, options);
        _candidates = candidates;
        foreach (int[] rows in queries)
        {
            float[] dense = new float[candidates * store.DenseWidth];
            int[] sparse = new int[candidates * store.SparseWidth];
            store.Gather(rows.AsSpan(0, candidates), dense, sparse);
            _queries.Add((OrtValue.CreateTensorValueFromMemory(dense, [candidates, store.DenseWidth]),
                OrtValue.CreateTensorValueFromMemory(sparse, [candidates, store.SparseWidth])));
        }
        _score = new(() => [OrtValue.CreateTensorValueFromMemory(new float[_candidates], [_candidates])]);
    }

    /// <summary>Runs the model on one query's tensors, on the calling thread. Safe for concurrent calls.</summary>
    public TimeSpan Run(int query)
    {
        (OrtValue dense, OrtValue sparse) = _queries[query % _queries.Count];
        long start = Stopwatch.GetTimestamp();
        _session.Run(_options, _inputs, [dense, sparse], _outputs, _score.Value!);
        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        foreach ((OrtValue dense, OrtValue sparse) in _queries)
        {
            dense.Dispose();
            sparse.Dispose();
        }
        _options.Dispose();
        _session.Dispose();
    }
}
