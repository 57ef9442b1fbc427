using Microsoft.ML.OnnxRuntime;

namespace RecPipe.Training;

/// <summary>Opens step graphs.</summary>
internal static class StepSession
{
    /// <summary>A session that computes on the thread that runs it.</summary>
    public static InferenceSession Open(byte[] graph)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        OrtEnv.Instance().DisableTelemetryEvents(); // its official builds send usage events unless told not to
        return new InferenceSession(graph, options);
    }
}
