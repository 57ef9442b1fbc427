using Microsoft.ML.OnnxRuntime;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Inference.Backends;

/// <summary>What ONNX Runtime executes a model on. To add one: implement this and list it in <see cref="BackendCatalog"/>.</summary>
public interface IBackend
{
    /// <summary>What configuration calls it, for example "cpu".</summary>
    string Name { get; }

    /// <summary>
    /// True when a session reads and writes tensors in host memory where they are, so that they can be bound once.
    /// Otherwise ONNX Runtime copies at binding time, and every run passes its tensors anew.
    /// </summary>
    bool RunsInHostMemory { get; }

    /// <summary>Options of a new session; the caller disposes them.</summary>
    /// <exception cref="ConfigException">This machine lacks what the backend needs.</exception>
    SessionOptions CreateSessionOptions();
}
