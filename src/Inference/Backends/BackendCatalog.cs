using RecPipe.Ranking.Configuration;

namespace RecPipe.Inference.Backends;

/// <summary>The backends by name.</summary>
public static class BackendCatalog
{
    /// <summary>True when this build carries ONNX Runtime's GPU package (-p:OnnxRuntime=Gpu).</summary>
#if ONNXRUNTIME_GPU
    public static bool CarriesGpu => true;
#else
    public static bool CarriesGpu => false;
#endif

    /// <param name="name">"cpu" or "cuda".</param>
    /// <param name="file">Where the name was configured, for the error.</param>
    /// <param name="field">The field that holds it.</param>
    /// <exception cref="ConfigException">There is no such backend, or this build or machine lacks it.</exception>
    public static IBackend Find(string name, string file, string field)
    {
        IBackend backend = name switch
        {
            "cpu" => new CpuBackend(),
            "cuda" when CarriesGpu => new CudaBackend(),
            "cuda" => throw new ConfigException(file, field, "This build has no \"cuda\" backend.",
                "Build with -p:OnnxRuntime=Gpu, or choose \"cpu\"."),
            _ => throw new ConfigException(file, field, $"There is no backend \"{name}\".", "Choose \"cpu\" or \"cuda\"."),
        };
        using (backend.CreateSessionOptions())
            return backend;
    }
}
