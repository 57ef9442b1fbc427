using Microsoft.ML.OnnxRuntime;
using RecPipe.Inference.Inputs;
using RecPipe.Inference.Sessions;

namespace RecPipe.Inference.Engines;

/// <summary>One engine's tensors seen as a batch of one size of one model, ready to run again and again.</summary>
internal sealed class BoundBatch : IDisposable
{
    private readonly ModelSession _model;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly OrtIoBinding? _binding;

    public BoundBatch(ModelSession model, IReadOnlyList<InputTensor> inputs, float[] scores, int rows)
    {
        _model = model;
        _inputs = [.. inputs.Select(input => input.View(rows))];
        _outputs = [OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, scores.AsMemory(0, rows), model.OutputShape(rows))];
        if (model.RunsInHostMemory)
            _binding = Bind();
    }

    /// <summary>Runs on whatever the tensors hold. Allocates next to nothing when bound, some 100 bytes otherwise.</summary>
    public void Run(RunOptions options)
    {
        if (_binding is not null)
            _model.Session.RunWithBinding(options, _binding);
        else
            _model.Session.Run(options, _model.InputNames, _inputs, _model.OutputNames, _outputs);
    }

    public void Dispose()
    {
        _binding?.Dispose();
        foreach (OrtValue value in _inputs)
            value.Dispose();
        foreach (OrtValue value in _outputs)
            value.Dispose();
    }

    private OrtIoBinding Bind()
    {
        OrtIoBinding binding = _model.Session.CreateIoBinding();
        for (int i = 0; i < _inputs.Length; i++)
            binding.BindInput(_model.InputNames[i], _inputs[i]);
        binding.BindOutput(_model.OutputNames[0], _outputs[0]);
        return binding;
    }
}
