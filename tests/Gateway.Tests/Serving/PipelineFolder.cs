using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Gateway.Tests.Serving;

/// <summary>Pipelines as files in a folder of their own, gone when disposed of.</summary>
internal sealed class PipelineFolder : IDisposable
{
    public PipelineFolder(params PipelineConfig[] pipelines)
    {
        for (int i = 0; i < pipelines.Length; i++)
            ConfigFile.Save(System.IO.Path.Combine(Path, $"{i}.json"), pipelines[i]);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("recpipe-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
