using Microsoft.ML.OnnxRuntime;
using RecPipe.Inference.Engines;
using RecPipe.Models.Cards;
using RecPipe.Ranking;

namespace RecPipe.Inference.Inputs;

/// <summary>An input that is one of the engine's tensors, so that nothing has to be copied.</summary>
internal sealed class SharedTensor<T>(InputBinding input, T[] tensor) : InputTensor
    where T : unmanaged
{
    public override OrtValue View(int rows) => View(input, tensor, rows);

    public override void Fill(EngineTensors tensors, QueryContext? context, int rows)
    {
    }
}
