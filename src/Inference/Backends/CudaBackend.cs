using Microsoft.ML.OnnxRuntime;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Inference.Backends;

/// <summary>ONNX Runtime's CUDA provider on one device. Tensors cross to the device and back in every run.</summary>
/// <param name="device">Number of the GPU.</param>
public sealed class CudaBackend(int device = 0) : IBackend
{
    private const string Provider = "CUDAExecutionProvider";

    public string Name => "cuda";

    public bool RunsInHostMemory => false;

    public SessionOptions CreateSessionOptions()
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(Provider))
            throw Missing($"The ONNX Runtime of this build has no {Provider}.");
        SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            options.AppendExecutionProvider_CUDA(device);
            return options;
        }
        catch (OnnxRuntimeException e)
        {
            options.Dispose();
            throw Missing($"GPU {device} cannot be used: {e.Message}");
        }
    }

    private static ConfigException Missing(string problem) => new("backend", "cuda", problem,
        "Install the NVIDIA driver, CUDA 12 and cuDNN 9 and check with nvidia-smi, or choose backend \"cpu\".");
}
