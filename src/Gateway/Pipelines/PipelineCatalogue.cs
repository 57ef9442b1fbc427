using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace RecPipe.Gateway.Pipelines;

/// <summary>The pipelines this gateway serves, by name.</summary>
internal sealed class PipelineCatalogue(IReadOnlyList<PipelineModel> pipelines)
{
    private readonly FrozenDictionary<string, PipelineModel> _byName = pipelines.ToFrozenDictionary(pipeline => pipeline.Name);

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<PipelineModel> Pipelines { get; } = [.. pipelines.OrderBy(pipeline => pipeline.Name, StringComparer.Ordinal)];

    public bool TryGet(string name, [NotNullWhen(true)] out PipelineModel? pipeline) => _byName.TryGetValue(name, out pipeline);
}
