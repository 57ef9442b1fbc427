using RecPipe.Tools.Dashboards.Boards;

namespace RecPipe.Tools.Dashboards;

/// <summary>The dashboards there are.</summary>
public static class Catalogue
{
    public static IReadOnlyList<Dashboard> All { get; } = [PipelineBoard.Create(), WorkersBoard.Create(), AcceleratorBoard.Create(), LoadBoard.Create()];
}
