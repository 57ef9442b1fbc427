using Microsoft.ML.OnnxRuntime;

namespace RecPipe.Inference.Backends;

/// <summary>ONNX Runtime's CPU provider, one thread a run: concurrency comes from engines, not from inside a run.</summary>
public sealed class CpuBackend : IBackend
{
    public string Name => "cpu";

    public bool RunsInHostMemory => true;

    public SessionOptions CreateSessionOptions()
    {
        SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }
}
