using Microsoft.ML.OnnxRuntime;
using RecPipe.Inference.Engines;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Cards;
using RecPipe.Ranking;

namespace RecPipe.Inference.Inputs;

/// <summary>One input of a model on one engine: where its values lie and how they get there.</summary>
internal abstract class InputTensor
{
    /// <summary>The first rows as ONNX Runtime takes them; the caller disposes it.</summary>
    public abstract OrtValue View(int rows);

    /// <summary>Brings the values of a batch, whose candidates' features and ids lie in the engine's tensors.</summary>
    /// <param name="tensors">The engine's tensors.</param>
    /// <param name="context">The query's; null only where the model reads nothing of it.</param>
    /// <param name="rows">Candidates of the batch.</param>
    public abstract void Fill(EngineTensors tensors, QueryContext? context, int rows);

    /// <summary>Takes the engine's own tensor where the input lies as that does; otherwise makes one that is filled for every run.</summary>
    public static InputTensor Of(InputBinding input, ModelSession model, EngineTensors tensors)
    {
        bool rowMajor = input.Layout == InputLayout.Rows || input.Width == 1;
        return (input.Feature, input.Type) switch
        {
            (FeatureKind.CandidateDense, "float32") when rowMajor && input.Width == model.DenseWidth => new SharedTensor<float>(input, tensors.Dense),
            (FeatureKind.CandidateSparse, "int32") when rowMajor && input.Width == model.SparseWidth => new SharedTensor<int>(input, tensors.Sparse),
            (FeatureKind.CandidateId, "int32") => new SharedTensor<int>(input, tensors.Candidates),
            (_, "float32") => new OwnTensor<float>(input, model, tensors.BatchRows),
            (_, "int32") => new OwnTensor<int>(input, model, tensors.BatchRows),
            (_, "int64") => new OwnTensor<long>(input, model, tensors.BatchRows),
            _ => throw new InvalidOperationException($"No input is {input.Type}."),
        };
    }

    protected static OrtValue View<T>(InputBinding input, T[] tensor, int rows)
        where T : unmanaged
    {
        long[] shape = input.Layout switch
        {
            InputLayout.Vector => [rows],
            InputLayout.Columns => [input.Width, rows],
            _ => [rows, input.Width],
        };
        return OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, tensor.AsMemory(0, rows * input.Width), shape);
    }
}
