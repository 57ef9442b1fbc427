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
    private static readonly string[] s_inputs = ["dense", "sparse"];
    private static readonly string[] s_outputs = ["score"];

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly List<List<OrtValue[]>> _queries = [];
    private readonly ThreadLocal<Dictionary<int, OrtValue[]>> _scores = new(() => []);

    /// <param name="modelPath">The .onnx file.</param>
    /// <param name="store">Where candidates' features come from.</param>
    /// <param name="queries">Candidate rows of each query; only the first <paramref name="candidates"/> are taken.</param>
    /// <param name="candidates">Candidates a query.</param>
    /// <param name="batchRows">Candidates a run of the model; a query takes as many runs as it needs.</param>
    public BareStage(string modelPath, FeatureStore store, IEnumerable<int[]> queries, int candidates, int batchRows)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(modelPath, options);
        foreach (int[] rows in queries)
            _queries.Add([.. rows.Take(candidates).Chunk(batchRows).Select(batch => Inputs(store, batch))]);
    }

    /// <summary>Scores one query on the calling thread. Safe for concurrent calls.</summary>
    public TimeSpan Run(int query)
    {
        Dictionary<int, OrtValue[]> scores = _scores.Value!;
        long start = Stopwatch.GetTimestamp();
        foreach (OrtValue[] inputs in _queries[query % _queries.Count])
        {
            int rows = (int)inputs[0].GetTensorTypeAndShape().Shape[0];
            if (!scores.TryGetValue(rows, out OrtValue[]? output))
                scores[rows] = output = [OrtValue.CreateTensorValueFromMemory(new float[rows], [rows])];
            _session.Run(_options, s_inputs, inputs, s_outputs, output);
        }
        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        foreach (OrtValue value in _queries.SelectMany(query => query).SelectMany(inputs => inputs))
            value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private static OrtValue[] Inputs(FeatureStore store, int[] rows)
    {
        float[] dense = new float[rows.Length * store.DenseWidth];
        int[] sparse = new int[rows.Length * store.SparseWidth];
        store.Gather(rows, dense, sparse);
        return
        [
            OrtValue.CreateTensorValueFromMemory(dense, [rows.Length, store.DenseWidth]),
            OrtValue.CreateTensorValueFromMemory(sparse, [rows.Length, store.SparseWidth]),
        ];
    }
}
