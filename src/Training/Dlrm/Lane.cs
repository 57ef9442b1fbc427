using Microsoft.ML.OnnxRuntime;
using RecPipe.Datasets.Store;
using RecPipe.Models.Families;

namespace RecPipe.Training.Dlrm;

/// <summary>One thread's part of every batch: its buffers, bound to the graphs once, and its gradients.</summary>
internal sealed class Lane : IDisposable
{
    private readonly List<OrtValue> _values = [];
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _learn;
    private readonly OrtIoBinding _score;
    private readonly FeatureStore _store;
    private readonly EmbeddingTables _tables;
    private readonly float[] _dense;
    private readonly float[] _embedded;
    private readonly float[] _targets;
    private readonly int _dim;

    public Lane(int rows, DlrmConfig config, FeatureStore store, EmbeddingTables tables, DlrmParameters parameters, InferenceSession learn, InferenceSession score)
    {
        (_store, _tables, _dim) = (store, tables, config.EmbeddingDim);
        Rows = rows;
        Labels = new byte[rows];
        Sparse = new int[rows * tables.Count];
        Logits = new float[rows];
        VectorsGradient = new float[rows * (tables.Count + 1) * _dim];
        Gradients = [.. parameters.All.Select(parameter => new float[parameter.Values.Length])];
        _dense = new float[rows * config.DenseWidth];
        _embedded = new float[rows * tables.Count * _dim];
        _targets = new float[rows];
        _learn = learn.CreateIoBinding();
        _score = score.CreateIoBinding();
        foreach (OrtIoBinding binding in (OrtIoBinding[])[_learn, _score])
        {
            binding.BindInput(DlrmStepGraph.Dense, Value(_dense, rows, config.DenseWidth));
            binding.BindInput(DlrmStepGraph.Embedded, Value(_embedded, rows, tables.Count, _dim));
            foreach (Parameter parameter in parameters.All)
                binding.BindInput(parameter.Name, Value(parameter.Values, parameter.Shape));
            binding.BindOutput(DlrmStepGraph.Logit, Value(Logits, rows, 1));
        }
        _learn.BindInput(DlrmStepGraph.Label, Value(_targets, rows, 1));
        _learn.BindOutput(DlrmStepGraph.VectorsGradient, Value(VectorsGradient, rows, tables.Count + 1, _dim));
        foreach ((Parameter parameter, float[] gradient) in parameters.All.Zip(Gradients))
            _learn.BindOutput(parameter.Gradient, Value(gradient, parameter.Shape));
    }

    public int Rows { get; }

    /// <summary>[rows].</summary>
    public byte[] Labels { get; }

    /// <summary>[rows, tables].</summary>
    public int[] Sparse { get; }

    /// <summary>[rows].</summary>
    public float[] Logits { get; }

    /// <summary>[rows, 1 + tables, dim].</summary>
    public float[] VectorsGradient { get; }

    /// <summary>One for each dense parameter, in their order.</summary>
    public float[][] Gradients { get; }

    /// <summary>Scores examples and takes the gradients of their loss.</summary>
    /// <param name="ids">[rows] of the store.</param>
    /// <param name="learn">The learning graph's session.</param>
    public void Learn(ReadOnlySpan<int> ids, InferenceSession learn)
    {
        Gather(ids);
        for (int i = 0; i < ids.Length; i++)
            _targets[i] = Labels[i] = _store.Labels[ids[i]];
        learn.RunWithBinding(_run, _learn);
    }

    /// <summary>Scores examples into the first of <see cref="Logits"/>.</summary>
    /// <param name="ids">At most rows, of the store.</param>
    /// <param name="score">The scoring graph's session.</param>
    public void Score(ReadOnlySpan<int> ids, InferenceSession score)
    {
        Gather(ids);
        score.RunWithBinding(_run, _score);
    }

    /// <summary>Adds this lane's gradients for one table to it.</summary>
    public void AddGradients(int table)
    {
        EmbeddingTable target = _tables[table];
        int width = _tables.Count;
        for (int i = 0; i < Rows; i++)
            target.Add(Sparse[i * width + table], VectorsGradient.AsSpan((i * (width + 1) + table + 1) * _dim, _dim));
    }

    public void Dispose()
    {
        _learn.Dispose();
        _score.Dispose();
        _run.Dispose();
        foreach (OrtValue value in _values)
            value.Dispose();
    }

    private void Gather(ReadOnlySpan<int> ids)
    {
        _store.Gather(ids, _dense, Sparse);
        _tables.Gather(Sparse.AsSpan(0, ids.Length * _tables.Count), _embedded);
    }

    private OrtValue Value(float[] memory, params long[] shape)
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(memory, shape);
        _values.Add(value);
        return value;
    }
}
